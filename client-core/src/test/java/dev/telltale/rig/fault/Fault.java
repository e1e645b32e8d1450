package dev.telltale.rig.fault;

/** What a server does wrong to a call. */
public enum Fault {
  /** Nobody listens. */
  REFUSED("connection refused"),
  /** The request is read and the connection reset. */
  RESET_BEFORE_HEADERS("reset before headers"),
  /** The connection is reset in the midst of the body. */
  RESET_MID_BODY("reset mid-body"),
  /** The request is read and nothing is answered. */
  STALL_BEFORE_HEADERS("stall before headers"),
  /** A part of the body comes, and nothing after it. */
  STALL_MID_BODY("stall mid-body"),
  /** Status 400 with which Azure's content filter refuses a prompt. */
  STATUS_400_FILTER("400 `content_filter`"),
  /** Status 408. */
  STATUS_408("408"),
  /** Status 421. */
  STATUS_421("421"),
  /** Status 429 that names no wait. */
  STATUS_429("429"),
  /** Status 429 that asks for a short wait. */
  STATUS_429_WAIT("429 with `Retry-After`"),
  /** Status 429 that asks for a wait of an hour. */
  STATUS_429_LONG_WAIT("429 with `Retry-After: 3600`"),
  /** Status 429 that says the credit is used up. */
  STATUS_429_QUOTA("429 `insufficient_quota`"),
  /** Status 500. */
  STATUS_500("500"),
  /** Status 503 that asks to be called again at once. */
  STATUS_503_NO_WAIT("503 with `Retry-After: 0`"),
  /** The connection of the call before was closed by the server while it was idle. */
  STALE_CONNECTION("stale pooled connection"),
  /** HTTP/2: the server goes away and says the request was not processed. */
  GOAWAY("HTTP/2 GOAWAY"),
  /** HTTP/2: the server refuses the stream. */
  REFUSED_STREAM("HTTP/2 REFUSED_STREAM"),
  /** The body ends before the length the headers promised. */
  TRUNCATED_LENGTH("truncated length"),
  /** The body ends as HTTP would have it, before the answer does. */
  ENDS_EARLY("ends in order, too soon"),
  /** What comes is no JSON. */
  MALFORMED("no JSON");

  private final String title;

  Fault(String title) {
    this.title = title;
  }

  /** How tables call it. */
  public String title() {
    return title;
  }

  /** Whether it takes HTTP/2, and so TLS. */
  public boolean http2() {
    return this == GOAWAY || this == REFUSED_STREAM;
  }

  /** Whether it can happen at this point of an answer. */
  public boolean possible(Moment moment) {
    return moment != Moment.AFTER_FIRST_EVENT
        || (this != REFUSED && this != RESET_BEFORE_HEADERS && this != STALL_BEFORE_HEADERS);
  }
}
