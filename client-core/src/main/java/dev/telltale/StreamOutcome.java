package dev.telltale;

/**
 * How a stream ended.
 *
 * <p>New outcomes may be added; a {@code switch} over this type keeps a {@code default}.
 */
public enum StreamOutcome {
  /** The answer is complete: the provider said why the model stopped, or that it is done. */
  COMPLETED,
  /** The provider's content filter ended the answer. */
  CONTENT_FILTERED,
  /** The reader closed the stream before its end. */
  CLOSED_EARLY,
  /** Another thread closed the stream, or the reading thread was interrupted. */
  CANCELLED,
  /** The client was closed while the stream was being read. */
  CLIENT_CLOSED,
  /** The server ended the stream before the answer was complete. */
  TRUNCATED,
  /** The provider reported an error inside the stream. */
  PROVIDER_ERROR,
  /** The connection broke. */
  CONNECTION_LOST,
  /** A timer ran out. */
  TIMED_OUT,
  /** The stream does not follow the protocol. */
  MALFORMED,
  /** The stream exceeded one of the client's size bounds. */
  LIMIT_EXCEEDED,
  /** The stream was neither read to its end nor closed, and was garbage collected. */
  ABANDONED
}
