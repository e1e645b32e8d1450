package dev.telltale.observability;

import dev.telltale.observability.export.JsonLinesExporter;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;

/** Spans, metrics and logs are written to files. */
record JsonLinesFlag(JsonLinesExporter files) implements ExporterFlag {
  @Override
  public String name() {
    return "jsonLines";
  }

  @Override
  public SpanExporter spans(ConfigProperties config) {
    return files.spans();
  }

  @Override
  public MetricExporter metrics(ConfigProperties config) {
    return files.metrics();
  }

  @Override
  public LogRecordExporter logs(ConfigProperties config) {
    return files.logs();
  }
}
