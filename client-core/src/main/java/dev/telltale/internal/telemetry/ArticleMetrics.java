package dev.telltale.internal.telemetry;

import dev.telltale.telemetry.GenAi;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.context.Context;

/** The metrics outside the conventions, with the model as their one label. */
final class ArticleMetrics implements MetricFamily {
  private final LongCounter tokens;
  private final DoubleHistogram latency;

  ArticleMetrics(Instruments instruments) {
    this.tokens = instruments.counter(GenAi.LLM_TOKENS, "{token}", "Tokens used by chat calls");
    this.latency = instruments.seconds(GenAi.LLM_LATENCY, "Duration of chat calls");
  }

  @Override
  public void firstChunk(double seconds, MetricAttributes attributes, Context context) {}

  @Override
  public void chunk(double seconds, MetricAttributes attributes, Context context) {}

  @Override
  public void end(EndedCall call, MetricAttributes attributes, Context context) {
    latency.record(call.seconds(), attributes.model(), context);
    long used = call.usage().inputTokens().orElse(0) + call.usage().outputTokens().orElse(0);
    if (call.usage().known()) {
      tokens.add(used, attributes.model(), context);
    }
  }
}
