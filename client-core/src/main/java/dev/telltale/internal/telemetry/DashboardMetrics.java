package dev.telltale.internal.telemetry;

import dev.telltale.RateLimits;
import dev.telltale.telemetry.GenAi;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongGauge;
import io.opentelemetry.context.Context;

/** What dashboards show and the conventions have no metric for. */
final class DashboardMetrics implements MetricFamily {
  private static final int MAX_REASONS = 20;

  private final LongCounter finishReasons;
  private final LongGauge remainingRequests;
  private final LongGauge remainingTokens;
  private final BoundedNames reasons = new BoundedNames(MAX_REASONS);

  DashboardMetrics(Instruments instruments) {
    this.finishReasons =
        instruments.counter(
            GenAi.FINISH_REASONS, "{choice}", "Choices of chat calls, by why they ended");
    this.remainingRequests =
        instruments.gauge(
            GenAi.REMAINING_REQUESTS, "{request}", "Requests the account may still make");
    this.remainingTokens =
        instruments.gauge(
            GenAi.REMAINING_TOKENS, "{token}", "Tokens the account may still ask for");
  }

  @Override
  public void firstChunk(double seconds, MetricAttributes attributes, Context context) {}

  @Override
  public void chunk(double seconds, MetricAttributes attributes, Context context) {}

  @Override
  public void end(EndedCall call, MetricAttributes attributes, Context context) {
    Attributes asked = attributes.asked();
    for (String reason : call.finishReasons()) {
      Attributes ended = asked.toBuilder().put(GenAi.REASON, reasons.of(reason)).build();
      finishReasons.add(1, ended, context);
    }
    RateLimits headroom = call.headroom();
    headroom.remainingRequests().ifPresent(left -> remainingRequests.set(left, asked, context));
    headroom.remainingTokens().ifPresent(left -> remainingTokens.set(left, asked, context));
  }
}
