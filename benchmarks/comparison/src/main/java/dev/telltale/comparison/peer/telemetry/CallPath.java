package dev.telltale.comparison.peer.telemetry;

/** A way to make a call. */
public enum CallPath {
  /** A whole answer. */
  PLAIN,
  /** A whole answer with its headers and its body as sent. */
  RAW,
  /** A whole answer read as a Java type. */
  TYPED,
  /** A whole answer by a client derived from another one. */
  DERIVED_CLIENT,
  /** A whole answer with options of this call only. */
  CALL_OPTIONS,
  /** A whole answer, asynchronously. */
  ASYNC,
  /** A whole answer that is cancelled while it is awaited. */
  ASYNC_CANCELLED,
  /** A stream read to its end. */
  STREAM_TO_END,
  /** A stream closed after its first text. */
  STREAM_CLOSED_EARLY,
  /** A stream of which nothing more is read after its first text, and which nobody closes. */
  STREAM_ABANDONED
}
