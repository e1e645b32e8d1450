package dev.telltale.internal.retry;

import dev.telltale.CallOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The time limits of a client, which those of a call overrule.
 *
 * @param streamDeadline until the end of a stream, or null for none
 */
public record Timeouts(
    Duration connect,
    Duration firstEvent,
    Duration streamIdle,
    Duration streamProgress,
    Duration deadline,
    @Nullable Duration streamDeadline) {

  /** The limits of a call that begins at this moment of a clock of nanoseconds. */
  public Timers start(CallOptions options, LongSupplier ticker) {
    Duration whole = options.streamDeadline().orElse(streamDeadline);
    return new Timers(
        options.connectTimeout().orElse(connect),
        options.firstEventTimeout().orElse(firstEvent),
        options.streamIdleTimeout().orElse(streamIdle),
        options.streamProgressTimeout().orElse(streamProgress),
        Deadline.after(options.deadline().orElse(deadline), ticker),
        Optional.ofNullable(whole).map(limit -> Deadline.after(limit, ticker)).orElse(null));
  }

  /**
   * The time limits of one call.
   *
   * @param opening until the whole answer, or the first event of a stream
   * @param wholeStream until the end of a stream, or null for none
   */
  public record Timers(
      Duration connect,
      Duration firstEvent,
      Duration streamIdle,
      Duration streamProgress,
      Deadline opening,
      @Nullable Deadline wholeStream) {

    /**
     * The same with what these options set; a deadline then counts from here, if that is sooner.
     */
    public Timers changed(CallOptions options) {
      Duration whole = options.streamDeadline().orElse(null);
      return new Timers(
          options.connectTimeout().orElse(connect),
          options.firstEventTimeout().orElse(firstEvent),
          options.streamIdleTimeout().orElse(streamIdle),
          options.streamProgressTimeout().orElse(streamProgress),
          options.deadline().map(opening::orSooner).orElse(opening),
          whole == null ? wholeStream : sooner(whole));
    }

    private Deadline sooner(Duration limit) {
      return wholeStream == null ? opening.after(limit) : wholeStream.orSooner(limit);
    }
  }
}
