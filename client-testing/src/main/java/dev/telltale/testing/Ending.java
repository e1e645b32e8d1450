package dev.telltale.testing;

/** How the body of a response ends. */
enum Ending {
  /** With everything a complete response holds. */
  COMPLETE,
  /** Without the end of the message, but with the end of the HTTP body. */
  UNFINISHED,
  /** With a closed connection, over HTTP/2 a reset stream, and no end of the HTTP body. */
  CONNECTION_CLOSED,
  /** With everything, a GOAWAY before the end of the HTTP body. Over HTTP/2 only. */
  GOAWAY;

  boolean complete() {
    return this == COMPLETE || this == GOAWAY;
  }
}
