package dev.telltale.internal.telemetry;

import dev.telltale.LlmException;
import dev.telltale.telemetry.ContentCapture;
import dev.telltale.telemetry.ExceptionSignal;
import dev.telltale.telemetry.GenAi;
import dev.telltale.telemetry.TelemetryOptions;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;

/** The events of a call: one with its details, and one with its exception. */
final class CallEvents {
  private static final String SPAN_EVENT = "exception";

  private final Logger logger;
  private final TelemetryOptions options;

  CallEvents(Logger logger, TelemetryOptions options) {
    this.logger = logger;
    this.options = options;
  }

  /** Whether a call has an event with its details, and somebody takes it. */
  boolean wantsDetails(ContentCapture capture, Context context) {
    return (capture.onEvent() || options.detailsEvent())
        && logger.isEnabled(Severity.INFO, context);
  }

  void details(Attributes attributes, Context context) {
    logger
        .logRecordBuilder()
        .setContext(context)
        .setSeverity(Severity.INFO)
        .setEventName(GenAi.DETAILS_EVENT)
        .setAllAttributes(attributes)
        .emit();
  }

  /** Records what a call failed with, once, where the options say. */
  void exception(Throwable thrown, Span span, Context context) {
    if (options.exceptionSignal() == ExceptionSignal.SPAN_EVENT && span.isRecording()) {
      span.addEvent(SPAN_EVENT, attributes(thrown));
    } else if (options.exceptionSignal() == ExceptionSignal.LOG_EVENT
        && logger.isEnabled(Severity.WARN, context)) {
      logger
          .logRecordBuilder()
          .setContext(context)
          .setSeverity(Severity.WARN)
          .setEventName(GenAi.EXCEPTION_EVENT)
          .setAllAttributes(attributes(thrown))
          .emit();
    }
  }

  private static Attributes attributes(Throwable thrown) {
    AttributesBuilder attributes = Attributes.builder();
    attributes.put(GenAi.EXCEPTION_TYPE, thrown.getClass().getName());
    if (thrown instanceof LlmException ours) {
      attributes.put(GenAi.EXCEPTION_MESSAGE, ours.getMessage());
    }
    return attributes.put(GenAi.EXCEPTION_STACKTRACE, stackTrace(thrown)).build();
  }

  /** Without messages: that of a bug, or of a cause, may quote what was sent. */
  private static String stackTrace(Throwable thrown) {
    StringBuilder trace = new StringBuilder(thrown.getClass().getName());
    for (StackTraceElement frame : thrown.getStackTrace()) {
      trace.append("\n\tat ").append(frame);
    }
    Throwable cause = thrown.getCause();
    if (cause != null) {
      trace.append("\nCaused by: ").append(cause.getClass().getName());
    }
    return trace.toString();
  }
}
