package dev.telltale.telemetry;

/**
 * Where the content of calls is recorded: instructions, messages in and out, and definitions of
 * tools. By default nowhere.
 */
public enum ContentCapture {
  /** Nowhere. */
  NONE,
  /** In attributes of the call's span, if that is sampled. */
  SPAN,
  /** In the event {@link GenAi#DETAILS_EVENT}, sampled or not. */
  EVENT,
  /** In both. */
  BOTH;

  /** Whether spans hold content. */
  public boolean onSpan() {
    return this == SPAN || this == BOTH;
  }

  /** Whether events hold content. */
  public boolean onEvent() {
    return this == EVENT || this == BOTH;
  }
}
