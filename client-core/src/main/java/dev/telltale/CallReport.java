package dev.telltale;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one call went: where it went to and how long it took.
 *
 * <p>Immutable and thread-safe.
 */
public final class CallReport {
  private final String provider;
  private final Duration duration;
  private final @Nullable Duration timeToFirstChunk;
  private final long chunks;

  private CallReport(
      String provider, Duration duration, @Nullable Duration timeToFirstChunk, long chunks) {
    this.provider = requireNonNull(provider, "provider");
    this.duration = requireNonNull(duration, "duration");
    this.timeToFirstChunk = timeToFirstChunk;
    this.chunks = chunks;
  }

  /** The report of a call that was answered at once. */
  public static CallReport ofAnswer(String provider, Duration duration) {
    return new CallReport(provider, duration, null, 0);
  }

  /**
   * The report of a call that was answered by a stream.
   *
   * @param timeToFirstChunk null if no chunk came
   */
  public static CallReport ofStream(
      String provider, Duration duration, @Nullable Duration timeToFirstChunk, long chunks) {
    return new CallReport(provider, duration, timeToFirstChunk, chunks);
  }

  /** The provider as telemetry names it, such as {@code openai}. */
  public String provider() {
    return provider;
  }

  /** From the call to its end. */
  public Duration duration() {
    return duration;
  }

  /** From the call to the first chunk of a stream; empty if the call was not streamed. */
  public Optional<Duration> timeToFirstChunk() {
    return Optional.ofNullable(timeToFirstChunk);
  }

  /** The number of chunks a stream brought; 0 if the call was not streamed. */
  public long chunks() {
    return chunks;
  }

  @Override
  public String toString() {
    return "CallReport[" + provider + " " + duration + ", " + chunks + " chunks]";
  }
}
