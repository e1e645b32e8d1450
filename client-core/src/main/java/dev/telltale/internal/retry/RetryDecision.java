package dev.telltale.internal.retry;

import java.time.Duration;

/** What follows a failed attempt. */
public sealed interface RetryDecision {

  /** The call ends with this failure. */
  record Stop(Reason reason) implements RetryDecision {}

  /** The call is tried again after a wait. */
  record Wait(Duration duration) implements RetryDecision {}

  /** Why a call is not tried again. */
  enum Reason {
    /** Trying again cannot help, or might do harm. */
    NOT_RETRYABLE,
    /** All attempts the policy allows were made. */
    ATTEMPTS_EXHAUSTED,
    /** The server asks for a longer wait than the policy allows. */
    WAIT_TOO_LONG,
    /** The wait would pass the deadline. */
    DEADLINE,
    /** Too many calls of this client fail. */
    BUDGET
  }
}
