package dev.telltale.telemetry;

/** Where the exception of a failed call is recorded, once. */
public enum ExceptionSignal {
  /** In the event {@link GenAi#EXCEPTION_EVENT}, a log record of severity WARN. */
  LOG_EVENT,
  /** In an event of the span. */
  SPAN_EVENT,
  /** Nowhere: {@code error.type} and status remain. */
  NONE
}
