package dev.telltale.observability.promptlog;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;

/** Sends records as OpenTelemetry log events, to wherever the SDK exports logs. */
final class LogEventSink implements PromptSink {
  static final String EVENT = "telltale.prompt_log.record";

  private static final AttributeKey<String> RECORD_ID =
      AttributeKey.stringKey("telltale.prompt_log.id");

  private final Logger logger;

  LogEventSink(OpenTelemetry openTelemetry) {
    this.logger = openTelemetry.getLogsBridge().get("dev.telltale.promptlog");
  }

  @Override
  public void write(PromptRecord record) {
    LogRecordBuilder event = logger.logRecordBuilder();
    event.setEventName(EVENT);
    event.setTimestamp(record.time());
    event.setSeverity(record.failed() ? Severity.ERROR : Severity.INFO);
    event.setContext(context(record));
    event.setAttribute(RECORD_ID, record.id());
    event.setBody(record.json());
    event.emit();
  }

  @Override
  public void close() {}

  private static Context context(PromptRecord record) {
    String trace = record.traceId();
    String span = RecordValues.text(record.members(), "span_id");
    if (trace == null || span == null) {
      return Context.root();
    }
    boolean sampled = Boolean.TRUE.equals(record.members().get("span_sampled"));
    TraceFlags flags = sampled ? TraceFlags.getSampled() : TraceFlags.getDefault();
    return Context.root()
        .with(Span.wrap(SpanContext.create(trace, span, flags, TraceState.getDefault())));
  }
}
