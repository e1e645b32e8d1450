package dev.telltale.internal.retry;

import dev.telltale.ErrorKind;
import dev.telltale.RetryPolicy;
import dev.telltale.internal.retry.Attempt.Progress;
import dev.telltale.internal.retry.RetryDecision.Reason;
import dev.telltale.provider.AnswerForm;
import dev.telltale.provider.ErrorDetails;
import java.time.Duration;

/**
 * Decides whether a call is tried again: one pure function for calls of every form. It knows no
 * clock, no budget and no randomness but what it is given.
 */
public final class RetryRules {
  private static final double LEAST_JITTER = 0.75;

  /** An attempt with less time than this cannot succeed. */
  private static final Duration SHORTEST_ATTEMPT = Duration.ofMillis(50);

  private RetryRules() {}

  /**
   * Decides, without regard to any budget.
   *
   * @param remaining the time the call still has
   * @param random from 0 to 1, for the jitter
   */
  public static RetryDecision decide(
      RetryPolicy policy, FailedAttempt attempt, Duration remaining, double random) {
    if (!retryable(policy, attempt)) {
      return new RetryDecision.Stop(Reason.NOT_RETRYABLE);
    }
    if (attempt.number() > policy.maxRetries()) {
      return new RetryDecision.Stop(Reason.ATTEMPTS_EXHAUSTED);
    }
    Duration asked = attempt.failure().retryAfter();
    if (asked != null && asked.compareTo(policy.maxServerDelay()) > 0) {
      return new RetryDecision.Stop(Reason.WAIT_TOO_LONG);
    }
    Duration wait = asked == null ? backoff(policy, attempt.number(), random) : asked;
    return timeForAttempt(remaining.minus(wait))
        ? new RetryDecision.Wait(wait)
        : new RetryDecision.Stop(Reason.DEADLINE);
  }

  /** Whether this is time enough for an attempt. */
  public static boolean timeForAttempt(Duration remaining) {
    return remaining.compareTo(SHORTEST_ATTEMPT) >= 0;
  }

  private static boolean retryable(RetryPolicy policy, FailedAttempt attempt) {
    ErrorDetails failure = attempt.failure();
    if (failure.kind() == ErrorKind.QUOTA_EXHAUSTED) {
      return false;
    }
    if (failure.status().isPresent()) {
      return status(failure);
    }
    return switch (failure.kind()) {
      case CONNECTION -> attempt.progress() != Progress.ANSWERED || streamed(attempt);
      case STREAM_TRUNCATED -> true;
      case RATE_LIMIT, OVERLOADED, SERVER -> streamed(attempt);
      case TIMEOUT -> attempt.progress() == Progress.UNSENT || policy.afterSend();
      default -> false;
    };
  }

  private static boolean status(ErrorDetails failure) {
    String should = failure.headers().first("x-should-retry");
    if ("true".equalsIgnoreCase(should) || "false".equalsIgnoreCase(should)) {
      return Boolean.parseBoolean(should);
    }
    int status = failure.status().getAsInt();
    return switch (status) {
      case 408, 409, 425, 429 -> true;
      case 501, 505 -> false;
      default -> status >= 500;
    };
  }

  /** A stream fails here only before its first event was handed over. */
  private static boolean streamed(FailedAttempt attempt) {
    return attempt.form() == AnswerForm.STREAM;
  }

  private static Duration backoff(RetryPolicy policy, int attempt, double random) {
    double nominal = nanos(policy.initialDelay()) * Math.pow(2, attempt - 1);
    double capped = Math.min(nominal, nanos(policy.maxDelay()));
    return Duration.ofNanos((long) (capped * (LEAST_JITTER + (1 - LEAST_JITTER) * random)));
  }

  private static double nanos(Duration delay) {
    return (double) Deadline.counted(delay).toNanos();
  }
}
