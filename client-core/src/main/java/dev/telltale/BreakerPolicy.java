package dev.telltale;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * When a provider that keeps failing is left alone for a while: a circuit breaker for each provider
 * of a client.
 *
 * <pre>{@code
 * ChatClient client =
 *     ChatClient.builder(primary)
 *         .fallback(secondary, "small")
 *         .breaker(BreakerPolicy.builder().openFor(Duration.ofSeconds(10)).build())
 *         .build();
 * }</pre>
 *
 * <p>A breaker looks at calls, retries included: one counts as failed if the provider was
 * unavailable, as {@link ChatClient.Builder#fallback} defines it; a refused request counts as
 * answered, and one that the caller ended not at all. A stream counts by its opening. Once too many
 * of the last calls failed, the breaker opens: calls fail at once with {@link ErrorKind#REJECTED},
 * unsent, with the remaining time as {@code retryAfter()}, or go to the next provider. After that
 * time one call is let through: if it is answered, all are again.
 *
 * <p>Immutable and thread-safe.
 */
public final class BreakerPolicy {
  private static final BreakerPolicy DEFAULTS = builder().build();

  private final int window;
  private final double failureRate;
  private final Duration openFor;

  private BreakerPolicy(Builder builder) {
    this.window = builder.window;
    this.failureRate = builder.failureRate;
    this.openFor = builder.openFor;
  }

  /** Opens for 30 seconds when at least half of the last 20 calls failed. */
  public static BreakerPolicy defaults() {
    return DEFAULTS;
  }

  /** Returns a builder that starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** How many calls are looked at; before there were as many the breaker stays closed. */
  public int window() {
    return window;
  }

  /** The part of them that has to fail for the breaker to open. */
  public double failureRate() {
    return failureRate;
  }

  /** How long it stays open. */
  public Duration openFor() {
    return openFor;
  }

  @Override
  public String toString() {
    return "BreakerPolicy[" + failureRate + " of " + window + ", open for " + openFor + "]";
  }

  /** Collects the settings of a policy. Not thread-safe. */
  public static final class Builder {
    private static final int LARGEST_WINDOW = 10_000;

    private int window = 20;
    private double failureRate = 0.5;
    private Duration openFor = Duration.ofSeconds(30);

    private Builder() {}

    /**
     * Sets how many calls are looked at. Default: 20.
     *
     * @throws IllegalArgumentException if it is less than 1 or more than 10 000
     */
    public Builder window(int calls) {
      if (calls < 1 || calls > LARGEST_WINDOW) {
        throw new IllegalArgumentException("window must be 1 to 10000, not " + calls);
      }
      this.window = calls;
      return this;
    }

    /**
     * Sets the part of them that has to fail. Default: 0.5.
     *
     * @throws IllegalArgumentException if it is not more than 0 and at most 1
     */
    public Builder failureRate(double failureRate) {
      if (!(failureRate > 0 && failureRate <= 1)) {
        throw new IllegalArgumentException("failureRate must be in (0, 1], not " + failureRate);
      }
      this.failureRate = failureRate;
      return this;
    }

    /**
     * Sets how long the breaker stays open. Default: 30 seconds.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder openFor(Duration time) {
      if (requireNonNull(time, "time").isNegative() || time.isZero()) {
        throw new IllegalArgumentException("openFor must be positive, not " + time);
      }
      this.openFor = time;
      return this;
    }

    /** Builds the policy. */
    public BreakerPolicy build() {
      return new BreakerPolicy(this);
    }
  }
}
