package dev.telltale.comparison;

import java.time.Duration;
import java.util.Optional;

/**
 * What was seen of one call.
 *
 * @param details the failure, or the text of an answer that is not whole
 * @param sends how many requests the server read
 * @param gap the shortest time from an answer to the next request
 */
record Observation(
    Verdict verdict, Duration duration, String details, int sends, Optional<Duration> gap) {

  /** How the call ended. */
  enum Verdict {
    /** With the whole text. */
    ANSWERED,
    /** As if it were the whole text, but it is not. */
    SHORT,
    /** With an exception. */
    FAILED,
    /** Not in the time the watchdog gave. */
    HUNG,
    /** The client has no such form. */
    UNSUPPORTED
  }
}
