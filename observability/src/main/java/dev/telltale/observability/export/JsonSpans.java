package dev.telltale.observability.export;

import com.squareup.moshi.JsonWriter;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.util.Collection;

/** Writes each span as one line. */
record JsonSpans(RotatingFile file) implements SpanExporter {
  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    return file.append(
        spans.stream()
            .map(
                span ->
                    OtlpJson.line(
                        "spans",
                        span.getResource(),
                        span.getInstrumentationScopeInfo(),
                        json -> write(json, span))));
  }

  @Override
  public CompletableResultCode flush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    return file.close();
  }

  private static void write(JsonWriter json, SpanData span) throws IOException {
    json.name("traceId").value(span.getTraceId()).name("spanId").value(span.getSpanId());
    if (span.getParentSpanContext().isValid()) {
      json.name("parentSpanId").value(span.getParentSpanId());
    }
    json.name("name").value(span.getName());
    json.name("kind").value(number(span.getKind()));
    OtlpJson.nanos(json, "startTimeUnixNano", span.getStartEpochNanos());
    OtlpJson.nanos(json, "endTimeUnixNano", span.getEndEpochNanos());
    OtlpJson.attributes(json, span.getAttributes());
    if (!span.getEvents().isEmpty()) {
      json.name("events").beginArray();
      for (EventData event : span.getEvents()) {
        event(json, event);
      }
      json.endArray();
    }
    if (!span.getLinks().isEmpty()) {
      json.name("links").beginArray();
      for (LinkData link : span.getLinks()) {
        link(json, link);
      }
      json.endArray();
    }
    status(json, span.getStatus());
  }

  private static int number(SpanKind kind) {
    return switch (kind) {
      case INTERNAL -> 1;
      case SERVER -> 2;
      case CLIENT -> 3;
      case PRODUCER -> 4;
      case CONSUMER -> 5;
    };
  }

  private static void event(JsonWriter json, EventData event) throws IOException {
    json.beginObject().name("name").value(event.getName());
    OtlpJson.nanos(json, "timeUnixNano", event.getEpochNanos());
    OtlpJson.attributes(json, event.getAttributes());
    json.endObject();
  }

  private static void link(JsonWriter json, LinkData link) throws IOException {
    json.beginObject().name("traceId").value(link.getSpanContext().getTraceId());
    json.name("spanId").value(link.getSpanContext().getSpanId());
    OtlpJson.attributes(json, link.getAttributes());
    json.endObject();
  }

  private static void status(JsonWriter json, StatusData status) throws IOException {
    json.name("status").beginObject();
    switch (status.getStatusCode()) {
      case OK -> json.name("code").value(1);
      case ERROR -> json.name("code").value(2);
      case UNSET -> {}
    }
    if (!status.getDescription().isEmpty()) {
      json.name("message").value(status.getDescription());
    }
    json.endObject();
  }
}
