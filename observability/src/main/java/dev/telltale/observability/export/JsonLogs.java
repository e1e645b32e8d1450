package dev.telltale.observability.export;

import com.squareup.moshi.JsonWriter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import java.io.IOException;
import java.util.Collection;

/** Writes each log record as one line. */
record JsonLogs(RotatingFile file) implements LogRecordExporter {
  @Override
  public CompletableResultCode export(Collection<LogRecordData> logs) {
    return file.append(
        logs.stream()
            .map(
                log ->
                    OtlpJson.line(
                        "logRecords",
                        log.getResource(),
                        log.getInstrumentationScopeInfo(),
                        json -> write(json, log))));
  }

  @Override
  public CompletableResultCode flush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    return file.close();
  }

  private static void write(JsonWriter json, LogRecordData log) throws IOException {
    OtlpJson.nanos(json, "timeUnixNano", log.getTimestampEpochNanos());
    OtlpJson.nanos(json, "observedTimeUnixNano", log.getObservedTimestampEpochNanos());
    json.name("severityNumber").value(log.getSeverity().getSeverityNumber());
    json.name("severityText").value(log.getSeverityText());
    json.name("eventName").value(log.getEventName());
    if (log.getBodyValue() != null) {
      json.name("body");
      OtlpJson.value(json, log.getBodyValue());
    }
    OtlpJson.attributes(json, log.getAttributes());
    if (log.getSpanContext().isValid()) {
      json.name("traceId").value(log.getSpanContext().getTraceId());
      json.name("spanId").value(log.getSpanContext().getSpanId());
    }
  }
}
