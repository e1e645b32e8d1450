package dev.telltale.observability;

import dev.telltale.telemetry.GenAi;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;

/**
 * Keeps for Azure Monitor what its exporter would drop: the class of a failure, this library's
 * sentence on it, and structured attributes.
 *
 * <p>It also makes a row of each exception event and copies all attributes of the span into it. Of
 * a span that holds content they are left out, so that prompts do not reach the exceptions.
 */
record AzureSpans(SpanExporter exporter) implements SpanExporter {
  private static final String OWN_SCOPE = "dev.telltale";

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    return exporter.export(spans.stream().<SpanData>map(Adapted::new).toList());
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }

  private static final class Adapted extends DelegatingSpanData {
    private final Attributes attributes;
    private final List<EventData> events;

    private Adapted(SpanData span) {
      super(span);
      this.attributes = attributes(span);
      this.events = AzureAttributes.holdContent(span.getAttributes()) ? quiet(span) : all(span);
    }

    @Override
    public Attributes getAttributes() {
      return attributes;
    }

    @Override
    public List<EventData> getEvents() {
      return events;
    }

    private static List<EventData> all(SpanData span) {
      return span.getEvents();
    }

    private static List<EventData> quiet(SpanData span) {
      return span.getEvents().stream()
          .filter(event -> !event.getName().equals("exception"))
          .toList();
    }

    private static Attributes attributes(SpanData span) {
      AttributesBuilder adapted = AzureAttributes.readable(span.getAttributes());
      String errorType = span.getAttributes().get(GenAi.ERROR_TYPE);
      if (errorType != null) {
        adapted.put(GenAi.AZURE_ERROR_TYPE, errorType);
      }
      // Those of other libraries may hold anything.
      if (span.getStatus().getStatusCode() == StatusCode.ERROR
          && span.getInstrumentationScopeInfo().getName().startsWith(OWN_SCOPE)) {
        adapted.put(GenAi.AZURE_ERROR_MESSAGE, span.getStatus().getDescription());
      }
      return adapted.build();
    }
  }
}
