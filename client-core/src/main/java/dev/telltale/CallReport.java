package dev.telltale;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How one call went: what was tried, how it ended, and how long it took.
 *
 * <p>Immutable and thread-safe.
 */
public final class CallReport {
  private final Duration duration;
  private final @Nullable Duration timeToFirstChunk;
  private final long chunks;
  private final Usage usage;
  private final ResponseHeaders headers;
  private final List<Candidate> candidates;
  private final List<Attempt> attempts;
  private final Cost cost;
  private final Duration queueTime;

  private CallReport(Builder builder) {
    this.duration = builder.duration;
    this.timeToFirstChunk = builder.timeToFirstChunk;
    this.chunks = builder.chunks;
    this.usage = builder.usage;
    this.headers = builder.headers;
    this.candidates = List.copyOf(builder.candidates);
    this.attempts = List.copyOf(builder.attempts);
    this.cost = builder.cost;
    this.queueTime = builder.queueTime;
  }

  /** Returns a builder for the report of a call that took this long. */
  public static Builder builder(Duration duration) {
    return new Builder(duration);
  }

  /** From the call to its end, waits between attempts included. */
  public Duration duration() {
    return duration;
  }

  /** From the call to the first chunk of a stream; empty if no chunk came. */
  public Optional<Duration> timeToFirstChunk() {
    return Optional.ofNullable(timeToFirstChunk);
  }

  /** The number of chunks a stream brought; 0 if the call was not streamed. */
  public long chunks() {
    return chunks;
  }

  /** The tokens that the provider asked last reported; mostly none if the call failed. */
  public Usage usage() {
    return usage;
  }

  /** How much the account may still ask for, as far as the headers of the last answer say. */
  public RateLimits rateLimits() {
    return RateLimits.from(headers);
  }

  /**
   * Who was asked, in that order; unmodifiable. The last one served the call, unless it has a
   * failure. Empty if nobody was asked.
   */
  public List<Candidate> candidates() {
    return candidates;
  }

  /** What was sent, oldest first; unmodifiable, empty if nothing was. */
  public List<Attempt> attempts() {
    return attempts;
  }

  /**
   * How long the call waited for its turn, as part of its duration: for a thread, if it is async,
   * and for others to end, where the client limits how many there are at once.
   */
  public Duration queueTime() {
    return queueTime;
  }

  /** The time spent waiting between attempts. */
  public Duration retryWait() {
    return attempts.stream().map(Attempt::waited).reduce(Duration.ZERO, Duration::plus);
  }

  /** The provider asked last, which served the call if it has an answer, or null if nobody was. */
  public @Nullable String provider() {
    return candidates.isEmpty() ? null : candidates.get(candidates.size() - 1).provider();
  }

  /** The model asked of {@link #provider()}, or null if nobody was asked. */
  public @Nullable String model() {
    return candidates.isEmpty() ? null : candidates.get(candidates.size() - 1).model();
  }

  /**
   * What the call cost in all, also if it failed: the sum over every model that reported tokens. It
   * is not computed if no prices are set, or if nothing was reported.
   */
  public Cost cost() {
    return cost;
  }

  @Override
  public String toString() {
    return "CallReport[" + duration + ", " + attempts.size() + " attempts]";
  }

  /**
   * A provider that was asked.
   *
   * @param provider the provider as telemetry names it
   * @param model the model asked for
   * @param failure why it did not answer, or null if it did; a stream answers with its first event
   */
  public record Candidate(String provider, String model, @Nullable ErrorKind failure) {
    /** Creates a candidate. */
    public Candidate {
      requireNonNull(provider, "provider");
      requireNonNull(model, "model");
    }
  }

  /**
   * One try at sending the call.
   *
   * @param provider the provider as telemetry names it
   * @param model the model asked for
   * @param number from 1, within one candidate
   * @param waited how long the client waited before it
   * @param status the HTTP status; empty if no answer came
   * @param failure why it failed, or null if it did not
   * @param requestId the provider's id of the HTTP request, or null if it sent none
   */
  public record Attempt(
      String provider,
      String model,
      int number,
      Duration waited,
      OptionalInt status,
      @Nullable ErrorKind failure,
      @Nullable String requestId) {
    /** Creates an attempt. */
    public Attempt {
      requireNonNull(provider, "provider");
      requireNonNull(model, "model");
      requireNonNull(waited, "waited");
      requireNonNull(status, "status");
    }
  }

  /** Collects what makes up a report. Not thread-safe. */
  public static final class Builder {
    private final Duration duration;
    private @Nullable Duration timeToFirstChunk;
    private long chunks;
    private Usage usage = Usage.unknown();
    private ResponseHeaders headers = ResponseHeaders.none();
    private List<Candidate> candidates = List.of();
    private List<Attempt> attempts = List.of();
    private Cost cost = Cost.notComputed();
    private Duration queueTime = Duration.ZERO;

    private Builder(Duration duration) {
      this.duration = requireNonNull(duration, "duration");
    }

    /**
     * Sets what a stream brought: how many chunks, and when the first came, or null if none did.
     */
    public Builder stream(@Nullable Duration timeToFirstChunk, long chunks) {
      this.timeToFirstChunk = timeToFirstChunk;
      this.chunks = chunks;
      return this;
    }

    /** Sets what the provider reported, and the headers of its last answer. */
    public Builder answer(Usage usage, ResponseHeaders headers) {
      this.usage = requireNonNull(usage, "usage");
      this.headers = requireNonNull(headers, "headers");
      return this;
    }

    /** Sets who was asked, in that order. */
    public Builder candidates(List<Candidate> candidates) {
      this.candidates = requireNonNull(candidates, "candidates");
      return this;
    }

    /** Sets what was sent, oldest first. */
    public Builder attempts(List<Attempt> attempts) {
      this.attempts = requireNonNull(attempts, "attempts");
      return this;
    }

    /** Sets how long the call waited for its turn. */
    public Builder queueTime(Duration queueTime) {
      this.queueTime = requireNonNull(queueTime, "queueTime");
      return this;
    }

    /** Sets what the call cost in all. */
    public Builder cost(Cost cost) {
      this.cost = requireNonNull(cost, "cost");
      return this;
    }

    /** Builds the report. */
    public CallReport build() {
      return new CallReport(this);
    }
  }
}
