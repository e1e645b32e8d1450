package dev.telltale;

import java.time.Duration;

/**
 * When and how often a call is tried again.
 *
 * <pre>{@code
 * ChatClient client =
 *     ChatClient.builder(provider).retry(RetryPolicy.builder().maxRetries(4).build()).build();
 * }</pre>
 *
 * <p>Tried again are: HTTP 408, 409, 425, 429 and every status from 500 but 501 and 505; a
 * connection that could not be made, or broke before any of the answer came; a stream that broke
 * before its first event. Never tried again: any other status, a used-up quota, a refused prompt, a
 * TLS failure, and a stream whose first event was handed over. The server's {@code x-should-retry}
 * overrules its status.
 *
 * <p>Immutable and thread-safe.
 */
public final class RetryPolicy {
  private static final RetryPolicy DEFAULTS = builder().build();
  private static final RetryPolicy NONE = builder().maxRetries(0).build();

  private final int maxRetries;
  private final Duration initialDelay;
  private final Duration maxDelay;
  private final Duration maxServerDelay;
  private final boolean afterSend;

  private RetryPolicy(Builder builder) {
    this.maxRetries = builder.maxRetries;
    this.initialDelay = builder.initialDelay;
    this.maxDelay = builder.maxDelay;
    this.maxServerDelay = builder.maxServerDelay;
    this.afterSend = builder.afterSend;
  }

  /** The policy of a client that sets none; see {@link Builder}. */
  public static RetryPolicy defaults() {
    return DEFAULTS;
  }

  /** Every call is tried once. */
  public static RetryPolicy none() {
    return NONE;
  }

  /** Returns a builder that starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** How often a call is tried again at most. */
  public int maxRetries() {
    return maxRetries;
  }

  /** The wait before the first retry, where the server asks for none. */
  public Duration initialDelay() {
    return initialDelay;
  }

  /** The longest wait this policy chooses by itself. */
  public Duration maxDelay() {
    return maxDelay;
  }

  /** The longest wait a server may ask for. */
  public Duration maxServerDelay() {
    return maxServerDelay;
  }

  /** Whether a call that timed out after it was sent is tried again. */
  public boolean afterSend() {
    return afterSend;
  }

  @Override
  public String toString() {
    return "RetryPolicy[" + maxRetries + " retries]";
  }

  /**
   * Collects the settings of a policy. Not thread-safe. The defaults:
   *
   * <ul>
   *   <li>2 retries, so at most 3 attempts.
   *   <li>The wait is 0.5 s, doubled for each further retry up to 8 s, times a random factor
   *       between 0.75 and 1.
   *   <li>A wait the server asks for is kept in full up to 120 s; a longer one ends the call at
   *       once, with the wait on the exception.
   *   <li>A call that timed out after it was sent is not tried again: it may be billed twice.
   *   <li>A wait that would pass the call's deadline is not begun: the call ends at once.
   *   <li>While most calls of a client fail, retries stop: each costs 5 of 500 tokens (10 after a
   *       timeout), each success brings 1 back, or 5 if it took a retry.
   * </ul>
   */
  public static final class Builder {
    /** The bound on {@link #maxServerDelay}: 10 minutes. */
    private static final Duration LONGEST_SERVER_DELAY = Duration.ofMinutes(10);

    private static final int MOST_RETRIES = 100;

    private int maxRetries = 2;
    private Duration initialDelay = Duration.ofMillis(500);
    private Duration maxDelay = Duration.ofSeconds(8);
    private Duration maxServerDelay = Duration.ofMinutes(2);
    private boolean afterSend;

    private Builder() {}

    /**
     * Sets how often a call is tried again at most; 0 for never.
     *
     * @throws IllegalArgumentException if it is negative or more than 100
     */
    public Builder maxRetries(int maxRetries) {
      if (maxRetries < 0 || maxRetries > MOST_RETRIES) {
        throw new IllegalArgumentException("maxRetries must be 0 to 100, not " + maxRetries);
      }
      this.maxRetries = maxRetries;
      return this;
    }

    /**
     * Sets the wait before the first retry and the longest one, between which it doubles.
     *
     * @throws IllegalArgumentException if the first is not positive or longer than the other
     */
    public Builder backoff(Duration initialDelay, Duration maxDelay) {
      if (initialDelay.isNegative() || initialDelay.isZero()) {
        throw new IllegalArgumentException("initialDelay must be positive, not " + initialDelay);
      }
      if (initialDelay.compareTo(maxDelay) > 0) {
        throw new IllegalArgumentException("initialDelay is longer than maxDelay");
      }
      this.initialDelay = initialDelay;
      this.maxDelay = maxDelay;
      return this;
    }

    /**
     * Sets the longest wait a server may ask for.
     *
     * @throws IllegalArgumentException if it is not positive or longer than 10 minutes
     */
    public Builder maxServerDelay(Duration maxServerDelay) {
      if (maxServerDelay.isNegative()
          || maxServerDelay.isZero()
          || maxServerDelay.compareTo(LONGEST_SERVER_DELAY) > 0) {
        throw new IllegalArgumentException(
            "maxServerDelay must be positive and at most 10 minutes, not " + maxServerDelay);
      }
      this.maxServerDelay = maxServerDelay;
      return this;
    }

    /** Tries a call again that timed out after it was sent, although it may be billed twice. */
    public Builder retryAfterSend() {
      this.afterSend = true;
      return this;
    }

    /** Builds the policy. */
    public RetryPolicy build() {
      return new RetryPolicy(this);
    }
  }
}
