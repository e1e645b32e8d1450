package dev.telltale.observability;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;

/** An exporter of the user's own, for one signal. */
record CustomFlag(
    @Nullable SpanExporter spans,
    @Nullable MetricExporter metrics,
    @Nullable LogRecordExporter logs)
    implements ExporterFlag {
  @Override
  public String name() {
    return "exporter";
  }

  @Override
  public @Nullable SpanExporter spans(ConfigProperties config) {
    return spans;
  }

  @Override
  public @Nullable MetricExporter metrics(ConfigProperties config) {
    return metrics;
  }

  @Override
  public @Nullable LogRecordExporter logs(ConfigProperties config) {
    return logs;
  }
}
