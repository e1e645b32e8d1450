package dev.telltale;

/** Keeps {@link StreamEvent} open for new events: no exhaustive switch compiles elsewhere. */
final class UnknownStreamEvent implements StreamEvent {
  private UnknownStreamEvent() {}
}
