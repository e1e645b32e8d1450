package dev.telltale.comparison.peer.telemetry;

/** A way to make a call. */
public enum CallPath {
  /** A whole answer. */
  PLAIN("plain"),
  /** A whole answer with its headers and its body as sent. */
  RAW("raw body taken"),
  /** A whole answer read as a Java type. */
  TYPED("typed answer"),
  /** A whole answer by a client derived from another one. */
  DERIVED_CLIENT("derived client"),
  /** A whole answer with options of this call only. */
  CALL_OPTIONS("per-call options"),
  /** A whole answer, asynchronously. */
  ASYNC("async"),
  /** A whole answer that is cancelled while it is awaited. */
  ASYNC_CANCELLED("async, cancelled"),
  /** A stream read to its end. */
  STREAM_TO_END("stream read to its end"),
  /** A stream closed after its first text. */
  STREAM_CLOSED_EARLY("stream closed early"),
  /** A stream of which nothing more is read after its first text, and which nobody closes. */
  STREAM_ABANDONED("stream abandoned");

  private final String title;

  CallPath(String title) {
    this.title = title;
  }

  /** What {@code docs/telemetry-matrix.md} calls it. */
  public String title() {
    return title;
  }
}
