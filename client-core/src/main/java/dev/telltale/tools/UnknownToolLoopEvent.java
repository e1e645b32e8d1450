package dev.telltale.tools;

/** Keeps {@link ToolLoopEvent} open for new events: no exhaustive switch compiles elsewhere. */
final class UnknownToolLoopEvent implements ToolLoopEvent {
  private UnknownToolLoopEvent() {}
}
