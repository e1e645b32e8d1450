package dev.telltale.internal.telemetry;

import dev.telltale.telemetry.GenAi;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.context.Context;
import java.util.OptionalLong;

/** The metrics of the released conventions. */
final class ReleasedMetrics implements MetricFamily {
  private final DoubleHistogram duration;
  private final DoubleHistogram timeToFirstChunk;
  private final DoubleHistogram timePerChunk;
  private final LongHistogram tokens;

  ReleasedMetrics(Instruments instruments) {
    this.duration = instruments.seconds(GenAi.OPERATION_DURATION, "Duration of chat calls");
    this.timeToFirstChunk =
        instruments.seconds(GenAi.TIME_TO_FIRST_CHUNK, "Time from the call to the first chunk");
    this.timePerChunk =
        instruments.seconds(GenAi.TIME_PER_OUTPUT_CHUNK, "Wait for each chunk after the first");
    this.tokens = instruments.tokens(GenAi.TOKEN_USAGE, "Tokens used by chat calls");
  }

  @Override
  public void firstChunk(double seconds, MetricAttributes attributes, Context context) {
    timeToFirstChunk.record(seconds, attributes.common(), context);
  }

  @Override
  public void chunk(double seconds, MetricAttributes attributes, Context context) {
    timePerChunk.record(seconds, attributes.common(), context);
  }

  @Override
  public void end(EndedCall call, MetricAttributes attributes, Context context) {
    duration.record(call.seconds(), attributes.duration(), context);
    record(call.usage().inputTokens(), attributes.inputTokens(), context);
    record(call.usage().outputTokens(), attributes.outputTokens(), context);
  }

  private void record(OptionalLong count, Attributes attributes, Context context) {
    if (count.isPresent()) {
      tokens.record(count.getAsLong(), attributes, context);
    }
  }
}
