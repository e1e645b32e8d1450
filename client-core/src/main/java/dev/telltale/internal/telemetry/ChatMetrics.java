package dev.telltale.internal.telemetry;

import dev.telltale.Cost;
import dev.telltale.Usage;
import dev.telltale.telemetry.GenAi;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleCounter;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.context.Context;
import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** The instruments of chat calls, with the buckets the conventions advise. */
final class ChatMetrics {
  private static final List<Double> SECONDS =
      List.of(
          0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92);

  private static final List<Long> TOKENS =
      List.of(
          1L, 4L, 16L, 64L, 256L, 1024L, 4096L, 16384L, 65536L, 262144L, 1048576L, 4194304L,
          16777216L, 67108864L);

  private final DoubleHistogram duration;
  private final DoubleHistogram timeToFirstChunk;
  private final DoubleHistogram timePerChunk;
  private final LongHistogram tokens;
  private final DoubleCounter cost;
  private final LongCounter unpriced;
  private final LongCounter retries;
  private final LongCounter fallbacks;

  ChatMetrics(Meter meter) {
    this.duration = seconds(meter, GenAi.OPERATION_DURATION, "Duration of chat calls");
    this.timeToFirstChunk =
        seconds(meter, GenAi.TIME_TO_FIRST_CHUNK, "Time from the call to the first chunk");
    this.timePerChunk =
        seconds(meter, GenAi.TIME_PER_OUTPUT_CHUNK, "Wait for each chunk after the first");
    this.tokens =
        meter
            .histogramBuilder(GenAi.TOKEN_USAGE)
            .ofLongs()
            .setUnit("{token}")
            .setDescription("Tokens used by chat calls")
            .setExplicitBucketBoundariesAdvice(TOKENS)
            .build();
    this.cost =
        meter
            .counterBuilder(GenAi.COST_USD)
            .ofDoubles()
            .setUnit("{USD}")
            .setDescription("Cost of chat calls in US dollars")
            .build();
    this.unpriced =
        meter
            .counterBuilder(GenAi.COST_UNPRICED)
            .setUnit("{request}")
            .setDescription("Chat calls that could not be priced")
            .build();
    this.retries =
        meter
            .counterBuilder(GenAi.RETRIES)
            .setUnit("{retry}")
            .setDescription("Attempts of chat calls that failed and were repeated")
            .build();
    this.fallbacks =
        meter
            .counterBuilder(GenAi.FALLBACKS)
            .setUnit("{fallback}")
            .setDescription("Candidates of chat calls that were unavailable and passed over")
            .build();
  }

  void firstChunk(long nanos, MetricAttributes attributes, Context context) {
    timeToFirstChunk.record(toSeconds(nanos), attributes.common(), context);
  }

  void chunk(long nanos, MetricAttributes attributes, Context context) {
    timePerChunk.record(toSeconds(nanos), attributes.common(), context);
  }

  void end(long nanos, Usage usage, MetricAttributes attributes, Context context) {
    duration.record(toSeconds(nanos), attributes.duration(), context);
    record(usage.inputTokens(), attributes.inputTokens(), context);
    record(usage.outputTokens(), attributes.outputTokens(), context);
  }

  void cost(
      Cost priced, MetricAttributes.Series series, MetricAttributes attributes, Context context) {
    BigDecimal usd = priced.usd().orElse(null);
    if (usd == null) {
      String reason = priced.reasons().isEmpty() ? "unknown" : priced.reasons().get(0);
      String provider = series.provider().name();
      unpriced.add(1, Attributes.of(GenAi.PROVIDER_NAME, provider, GenAi.REASON, reason), context);
      return;
    }
    boolean exact = priced.status() == Cost.Status.PRICED;
    Attributes labels = exact ? attributes.pricedCost() : attributes.approximateCost();
    cost.add(usd.doubleValue(), labels, context);
  }

  private void record(OptionalLong count, Attributes attributes, Context context) {
    if (count.isPresent()) {
      tokens.record(count.getAsLong(), attributes, context);
    }
  }

  void retry(String provider, String reason, Context context) {
    retries.add(1, Attributes.of(GenAi.PROVIDER_NAME, provider, GenAi.REASON, reason), context);
  }

  void fallback(String provider, String reason, Context context) {
    fallbacks.add(1, Attributes.of(GenAi.PROVIDER_NAME, provider, GenAi.REASON, reason), context);
  }

  private static DoubleHistogram seconds(Meter meter, String name, String description) {
    return meter
        .histogramBuilder(name)
        .setUnit("s")
        .setDescription(description)
        .setExplicitBucketBoundariesAdvice(SECONDS)
        .build();
  }

  static double toSeconds(long nanos) {
    return nanos / (double) TimeUnit.SECONDS.toNanos(1);
  }
}
