package dev.telltale.observability;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How many spans and log records may wait for an exporter, and how they are sent.
 *
 * <p>Each exporter has a queue of its own for each of the two, so that none holds up another; what
 * does not fit is dropped and counted in {@link Observability#exports}. Immutable and thread-safe.
 * The variables {@code OTEL_BSP_*} and {@code OTEL_BLRP_*} win over what is set here.
 */
public final class ExportLimits {
  /** The default of {@link Builder#queueBytes}: 16 MiB. */
  public static final long DEFAULT_QUEUE_BYTES = 16L << 20;

  private static final int MOST_RECORDS = 1 << 24;

  private final @Nullable Integer queueSize;
  private final long queueBytes;
  private final @Nullable Integer batchSize;
  private final @Nullable Duration delay;
  private final @Nullable Duration timeout;

  private ExportLimits(Builder builder) {
    this.queueSize = builder.queueSize;
    this.queueBytes = builder.queueBytes;
    this.batchSize = builder.batchSize;
    this.delay = builder.delay;
    this.timeout = builder.timeout;
  }

  /** The limits of OpenTelemetry, and {@link #DEFAULT_QUEUE_BYTES}. */
  public static ExportLimits defaults() {
    return builder().build();
  }

  /** Returns a builder that starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** The most records that may wait; empty for OpenTelemetry's default of 2,048. */
  public OptionalInt queueSize() {
    return queueSize == null ? OptionalInt.empty() : OptionalInt.of(queueSize);
  }

  /** About the most memory that they may take. */
  public long queueBytes() {
    return queueBytes;
  }

  /** The most records sent at once; empty for OpenTelemetry's default of 512. */
  public OptionalInt batchSize() {
    return batchSize == null ? OptionalInt.empty() : OptionalInt.of(batchSize);
  }

  /** How long a record waits for others; empty for 5 seconds for spans and 1 second for logs. */
  public Optional<Duration> delay() {
    return Optional.ofNullable(delay);
  }

  /** How long an exporter may take for a batch; empty for OpenTelemetry's default of 30 seconds. */
  public Optional<Duration> timeout() {
    return Optional.ofNullable(timeout);
  }

  @Override
  public String toString() {
    return "ExportLimits[queueSize=" + queueSize + ", queueBytes=" + queueBytes + "]";
  }

  /** Collects limits. Not thread-safe. */
  public static final class Builder {
    private @Nullable Integer queueSize;
    private long queueBytes = DEFAULT_QUEUE_BYTES;
    private @Nullable Integer batchSize;
    private @Nullable Duration delay;
    private @Nullable Duration timeout;

    private Builder() {}

    /**
     * Sets the most records that may wait.
     *
     * @throws IllegalArgumentException if it is not positive, or beyond 16,777,216
     */
    public Builder queueSize(int records) {
      if (records > MOST_RECORDS) {
        throw new IllegalArgumentException("queueSize must be at most " + MOST_RECORDS);
      }
      this.queueSize = (int) positive("queueSize", records);
      return this;
    }

    /**
     * Sets about the most memory that they may take. Default: 16 MiB.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder queueBytes(long bytes) {
      this.queueBytes = positive("queueBytes", bytes);
      return this;
    }

    /**
     * Sets the most records sent at once.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder batchSize(int records) {
      this.batchSize = (int) positive("batchSize", records);
      return this;
    }

    /**
     * Sets how long a record waits for others.
     *
     * @throws IllegalArgumentException if it is shorter than a millisecond or longer than a day
     */
    public Builder delay(Duration delay) {
      this.delay = sane("delay", delay);
      return this;
    }

    /**
     * Sets how long an exporter may take for a batch.
     *
     * @throws IllegalArgumentException if it is shorter than a millisecond or longer than a day
     */
    public Builder timeout(Duration timeout) {
      this.timeout = sane("timeout", timeout);
      return this;
    }

    /**
     * Builds the limits.
     *
     * @throws IllegalArgumentException if a batch is larger than the queue
     */
    public ExportLimits build() {
      if (queueSize != null && batchSize != null && batchSize > queueSize) {
        throw new IllegalArgumentException(
            "A batch of " + batchSize + " does not fit into a queue of " + queueSize);
      }
      return new ExportLimits(this);
    }

    private static Duration sane(String name, Duration time) {
      if (time.compareTo(Duration.ofMillis(1)) < 0 || time.compareTo(Duration.ofDays(1)) > 0) {
        throw new IllegalArgumentException(
            name + " must be from a millisecond to a day, not " + time);
      }
      return time;
    }

    private static long positive(String name, long value) {
      if (value <= 0) {
        throw new IllegalArgumentException(name + " must be positive, not " + value);
      }
      return value;
    }
  }
}
