package dev.telltale;

import static java.util.Objects.requireNonNull;

import dev.telltale.provider.WireHeaders;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What concerns one call but does not go to the model: its time limit, extra headers, and the
 * conversation it belongs to.
 *
 * <p>Immutable and thread-safe. {@link #toString()} shows header names, never values.
 */
public final class CallOptions {
  private static final CallOptions NONE = new Builder().build();

  private final @Nullable Duration deadline;
  private final @Nullable RetryPolicy retry;
  private final @Nullable String conversationId;
  private final WireHeaders headers;

  private CallOptions(Builder builder) {
    this.deadline = builder.deadline;
    this.retry = builder.retry;
    this.conversationId = builder.conversationId;
    this.headers = builder.headers;
  }

  /** No options: the client's settings apply. */
  public static CallOptions none() {
    return NONE;
  }

  /** Returns a builder without any option set. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a builder that starts from these options. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** The time limit of this call, in place of the client's. */
  public Optional<Duration> deadline() {
    return Optional.ofNullable(deadline);
  }

  /** When this call is tried again, in place of the client's policy, or null. */
  public @Nullable RetryPolicy retry() {
    return retry;
  }

  /** The conversation this call belongs to, for telemetry, or null if none was given. */
  public @Nullable String conversationId() {
    return conversationId;
  }

  /** Headers to send beside the provider's. */
  public WireHeaders headers() {
    return headers;
  }

  @Override
  public String toString() {
    return "CallOptions[deadline=" + deadline + ", " + headers + "]";
  }

  /** Collects options. Not thread-safe. */
  public static final class Builder {
    private @Nullable Duration deadline;
    private @Nullable RetryPolicy retry;
    private @Nullable String conversationId;
    private WireHeaders headers = WireHeaders.none();

    private Builder() {}

    private Builder(CallOptions options) {
      this.deadline = options.deadline;
      this.retry = options.retry;
      this.conversationId = options.conversationId;
      this.headers = options.headers;
    }

    /**
     * Sets the time limit of this call, retries and the waits between them included. For a whole
     * answer it covers everything; for a stream it covers the time until the first event.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder deadline(Duration deadline) {
      if (deadline.isNegative() || deadline.isZero()) {
        throw new IllegalArgumentException("deadline must be positive, not " + deadline);
      }
      this.deadline = deadline;
      return this;
    }

    /** Sets when this call is tried again. */
    public Builder retry(RetryPolicy retry) {
      this.retry = requireNonNull(retry, "retry");
      return this;
    }

    /**
     * Names the conversation this call belongs to. It goes to telemetry, not to the provider.
     *
     * @throws IllegalArgumentException if it is blank
     */
    public Builder conversationId(String conversationId) {
      if (requireNonNull(conversationId, "conversationId").isBlank()) {
        throw new IllegalArgumentException("conversationId is blank");
      }
      this.conversationId = conversationId;
      return this;
    }

    /**
     * Adds a header to send.
     *
     * @throws IllegalArgumentException if the name or value cannot stand in a header; the message
     *     does not hold the value
     */
    public Builder header(String name, String value) {
      this.headers = headers.with(name, value);
      return this;
    }

    /** Builds the options. */
    public CallOptions build() {
      return new CallOptions(this);
    }
  }
}
