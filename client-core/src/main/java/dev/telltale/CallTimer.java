package dev.telltale;

/**
 * A time limit of the client: which one a call of kind {@link ErrorKind#TIMEOUT} ran into.
 *
 * <p>New timers may be added; a {@code switch} over this type keeps a {@code default}.
 */
public enum CallTimer {
  /** Until the connection is there, with its TLS handshake. */
  CONNECT("There was no connection within the connectTimeout."),
  /** Until the first event of a stream. */
  FIRST_EVENT("The stream brought no event within the firstEventTimeout."),
  /** From one byte of a stream to the next, while its reader waits. */
  STREAM_IDLE("The stream brought no byte within the streamIdleTimeout."),
  /** From one piece of the answer to the next, while the reader of the stream waits. */
  STREAM_PROGRESS("The stream brought nothing of the answer within the streamProgressTimeout."),
  /** Until the whole answer, or until the first event of a stream, attempts and waits included. */
  DEADLINE("The call did not come so far within its deadline."),
  /** Until the end of a stream. */
  STREAM_DEADLINE("The stream did not end within its streamDeadline.");

  private final String explanation;

  CallTimer(String explanation) {
    this.explanation = explanation;
  }

  /** A sentence that names the setting. */
  public String explanation() {
    return explanation;
  }
}
