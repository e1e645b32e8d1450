package dev.telltale.observability;

import static java.util.Objects.requireNonNullElse;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.logs.data.Body;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.resources.Resource;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Keeps for Azure Monitor what its exporter would drop of a log record: the name of an event, a
 * structured body and structured attributes. An event without a body has its name as the message.
 */
record AzureLogs(LogRecordExporter exporter) implements LogRecordExporter {
  private static final AttributeKey<String> EVENT_NAME = AttributeKey.stringKey("event.name");

  @Override
  public CompletableResultCode export(Collection<LogRecordData> logs) {
    return exporter.export(logs.stream().<LogRecordData>map(AzureLogs::adapted).toList());
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }

  private static Adapted adapted(LogRecordData log) {
    Value<?> body = log.getBodyValue();
    String name = log.getEventName();
    AttributesBuilder attributes = AzureAttributes.readable(log.getAttributes());
    if (name != null) {
      attributes.put(EVENT_NAME, name);
    }
    String text = body == null ? requireNonNullElse(name, "") : body.asString();
    return new Adapted(log, Value.of(text), attributes.build());
  }

  private record Adapted(LogRecordData log, Value<String> text, Attributes attributes)
      implements LogRecordData {
    @Override
    public Resource getResource() {
      return log.getResource();
    }

    @Override
    public InstrumentationScopeInfo getInstrumentationScopeInfo() {
      return log.getInstrumentationScopeInfo();
    }

    @Override
    public long getTimestampEpochNanos() {
      return log.getTimestampEpochNanos();
    }

    @Override
    public long getObservedTimestampEpochNanos() {
      return log.getObservedTimestampEpochNanos();
    }

    @Override
    public SpanContext getSpanContext() {
      return log.getSpanContext();
    }

    @Override
    public Severity getSeverity() {
      return log.getSeverity();
    }

    @Override
    public @Nullable String getSeverityText() {
      return log.getSeverityText();
    }

    /** What Azure Monitor's exporter still reads. */
    @Override
    @Deprecated
    public Body getBody() {
      return Body.string(text.getValue());
    }

    @Override
    public Value<String> getBodyValue() {
      return text;
    }

    @Override
    public Attributes getAttributes() {
      return attributes;
    }

    @Override
    public int getTotalAttributeCount() {
      return attributes.size();
    }

    @Override
    public @Nullable String getEventName() {
      return log.getEventName();
    }
  }
}
