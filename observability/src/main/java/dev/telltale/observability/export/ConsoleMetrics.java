package dev.telltale.observability.export;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reads the metrics when asked to, and prints them as tables once. */
final class ConsoleMetrics implements MetricReader {
  private final PrintStream out;
  private final AtomicBoolean printed = new AtomicBoolean();
  private volatile CollectionRegistration registration = CollectionRegistration.noop();

  ConsoleMetrics(PrintStream out) {
    this.out = out;
  }

  void print() {
    if (printed.compareAndSet(false, true)) {
      out.print(MetricsReport.of(registration.collectAllMetrics()).render());
      out.flush();
    }
  }

  @Override
  public void register(CollectionRegistration registration) {
    this.registration = registration;
  }

  /** The totals since the start. */
  @Override
  public AggregationTemporality getAggregationTemporality(InstrumentType type) {
    return AggregationTemporality.CUMULATIVE;
  }

  @Override
  public CompletableResultCode forceFlush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    print();
    return CompletableResultCode.ofSuccess();
  }
}
