package dev.telltale.internal.retry;

import dev.telltale.provider.ErrorDetails;

/**
 * Decides, once retries are over, whether a candidate was unavailable, so that another is to be
 * asked: one pure function. What the request itself is to blame for, another candidate would not
 * mend; what the caller or the client ended stays ended; and a certificate that is not trusted or a
 * key that is refused has to be seen.
 */
public final class FallbackRules {
  /** The code of a failure that a circuit breaker made. */
  public static final String CIRCUIT_OPEN = "circuit_open";

  private FallbackRules() {}

  /** Whether the failure says that another candidate is to be asked. */
  public static boolean unavailable(ErrorDetails failure) {
    return switch (failure.kind()) {
      case RATE_LIMIT, QUOTA_EXHAUSTED, OVERLOADED, SERVER -> true;
      case CONNECTION, TIMEOUT, STREAM_TRUNCATED -> true;
      case CONTENT_FILTERED, CONTEXT_LENGTH, CANCELLED, CLIENT_CLOSED, LIMIT_EXCEEDED -> false;
      case REJECTED -> CIRCUIT_OPEN.equals(failure.code());
      default -> failure.status().isPresent() && unavailable(failure.status().getAsInt());
    };
  }

  private static boolean unavailable(int status) {
    return switch (status) {
      case 408, 425, 429 -> true;
      default -> status >= 500;
    };
  }
}
