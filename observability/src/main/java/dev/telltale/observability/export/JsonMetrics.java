package dev.telltale.observability.export;

import com.squareup.moshi.JsonWriter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.io.IOException;
import java.util.Collection;

/** Writes each metric of an export as one line. */
record JsonMetrics(RotatingFile file) implements MetricExporter {
  @Override
  public CompletableResultCode export(Collection<MetricData> metrics) {
    return file.append(
        metrics.stream()
            .map(
                metric ->
                    OtlpJson.line(
                        "metrics",
                        metric.getResource(),
                        metric.getInstrumentationScopeInfo(),
                        json -> write(json, metric))));
  }

  /** The totals since the start. */
  @Override
  public AggregationTemporality getAggregationTemporality(InstrumentType type) {
    return AggregationTemporality.CUMULATIVE;
  }

  @Override
  public CompletableResultCode flush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    return file.close();
  }

  private static void write(JsonWriter json, MetricData metric) throws IOException {
    json.name("name").value(metric.getName());
    json.name("description").value(metric.getDescription());
    json.name("unit").value(metric.getUnit());
    MetricPoints.write(json, metric);
  }
}
