package dev.telltale.testing;

/** How the body of a response ends. */
enum Ending {
  /** With everything a complete response holds. */
  COMPLETE,
  /** Without the end of the message, but with the end of the HTTP body. */
  UNFINISHED,
  /** With a closed connection and no end of the HTTP body. */
  CONNECTION_CLOSED
}
