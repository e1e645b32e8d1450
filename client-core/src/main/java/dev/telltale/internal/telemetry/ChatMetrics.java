package dev.telltale.internal.telemetry;

import dev.telltale.Cost;
import dev.telltale.telemetry.GenAi;
import dev.telltale.telemetry.TelemetryOptions;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleCounter;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.context.Context;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The metrics of chat calls: the families the options ask for, and this library's own. */
final class ChatMetrics {
  private static final int MAX_REASONS = 100;

  private final List<MetricFamily> families;
  private final DoubleCounter cost;
  private final LongCounter unpriced;
  private final LongCounter retries;
  private final LongCounter fallbacks;
  private final LongCounter dropped;
  private final BoundedNames reasons = new BoundedNames(MAX_REASONS);

  ChatMetrics(Instruments instruments, TelemetryOptions options) {
    List<MetricFamily> chosen = new ArrayList<>();
    if (options.conventions().released()) {
      chosen.add(new ReleasedMetrics(instruments));
    }
    if (options.conventions().latest()) {
      chosen.add(new LatestMetrics(instruments));
    }
    if (options.articleNames()) {
      chosen.add(new ArticleMetrics(instruments));
    }
    if (options.dashboardMetrics()) {
      chosen.add(new DashboardMetrics(instruments));
    }
    this.families = List.copyOf(chosen);
    this.cost =
        instruments
            .meter()
            .counterBuilder(GenAi.COST_USD)
            .ofDoubles()
            .setUnit("{USD}")
            .setDescription("Cost of chat calls in US dollars")
            .build();
    this.unpriced =
        instruments.counter(
            GenAi.COST_UNPRICED, "{request}", "Chat calls that could not be priced");
    this.retries =
        instruments.counter(
            GenAi.RETRIES, "{retry}", "Attempts of chat calls that failed and were repeated");
    this.fallbacks =
        instruments.counter(
            GenAi.FALLBACKS,
            "{fallback}",
            "Candidates of chat calls that were unavailable and passed over");
    this.dropped =
        instruments.counter(
            GenAi.TELEMETRY_FAILURES, "{failure}", "What telemetry of chat calls failed at");
  }

  void firstChunk(long nanos, MetricAttributes attributes, Context context) {
    double seconds = Instruments.toSeconds(nanos);
    for (MetricFamily family : families) {
      family.firstChunk(seconds, attributes, context);
    }
  }

  void chunk(long nanos, MetricAttributes attributes, Context context) {
    double seconds = Instruments.toSeconds(nanos);
    for (MetricFamily family : families) {
      family.chunk(seconds, attributes, context);
    }
  }

  void end(EndedCall call, MetricAttributes attributes, Context context) {
    for (MetricFamily family : families) {
      family.end(call, attributes, context);
    }
  }

  void cost(Cost priced, String provider, MetricAttributes attributes, Context context) {
    BigDecimal usd = priced.usd().orElse(null);
    if (usd == null) {
      String reason = priced.reasons().isEmpty() ? "unknown" : priced.reasons().get(0);
      unpriced.add(1, because(provider, reasons.of(reason)), context);
      return;
    }
    boolean exact = priced.status() == Cost.Status.PRICED;
    Attributes labels = exact ? attributes.pricedCost() : attributes.approximateCost();
    cost.add(usd.doubleValue(), labels, context);
  }

  void retry(String provider, String reason, Context context) {
    retries.add(1, because(provider, reason), context);
  }

  void fallback(String provider, String reason, Context context) {
    fallbacks.add(1, because(provider, reason), context);
  }

  void dropped(String reason) {
    dropped.add(1, Attributes.of(GenAi.REASON, reason));
  }

  private static Attributes because(String provider, String reason) {
    return Attributes.of(GenAi.PROVIDER_NAME, provider, GenAi.REASON, reason);
  }
}
