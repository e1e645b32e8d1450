package dev.telltale.internal.sse;

import dev.telltale.CallTimer;
import dev.telltale.internal.retry.Deadline;
import dev.telltale.internal.retry.Timeouts.Timers;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The timers of a stream after its first event: from byte to byte, from progress to progress, and
 * to its end.
 *
 * <p>Internal: public only for the stream packages beside it. Used by one thread at a time, the one
 * that reads.
 */
public final class IdleTimer {
  /*
   * All three are settings of the source's own timeout, which watches each read of the socket and
   * costs nothing where the next event is in the buffer. The time between bytes is a timeout: every
   * read has it anew. The time without progress is a deadline, set anew for each event; what an
   * event without progress took of it is gone. Both only pass while a read is pending, so a slow
   * reader is never timed out.
   */

  private final Timeout source;
  private final LongSupplier ticker;
  private final long idleNanos;
  private final long progressNanos;
  private final @Nullable Deadline end;
  private long progressLeftNanos;
  private long pendingSince;
  private long pendingUntil;
  private boolean endIsNext;

  /**
   * The timers of one stream.
   *
   * @param source the timeout of what is read
   * @param ticker the clock of nanoseconds that the source's deadline is on
   */
  public IdleTimer(Timeout source, Timers timers, LongSupplier ticker) {
    this.source = source;
    this.ticker = ticker;
    this.idleNanos = saturated(timers.streamIdle());
    this.progressNanos = saturated(timers.streamProgress());
    this.end = timers.wholeStream();
    this.progressLeftNanos = progressNanos;
  }

  /** The first event was read: the limit on bytes applies from here on. */
  public void start() {
    source.timeout(idleNanos, TimeUnit.NANOSECONDS);
  }

  /**
   * An event is about to be read.
   *
   * @throws SocketTimeoutException if there is no time for it
   */
  public void reading() throws SocketTimeoutException {
    long left = progressLeftNanos;
    endIsNext = false;
    if (end != null) {
      long untilEnd = end.remaining().toNanos();
      endIsNext = untilEnd < left;
      left = Math.min(left, untilEnd);
    }
    pendingSince = ticker.getAsLong();
    pendingUntil = pendingSince + left;
    if (left <= 0) {
      throw new SocketTimeoutException("timeout");
    }
    source.deadlineNanoTime(pendingUntil);
  }

  /** The event was read, and brought something of the answer. */
  public void progressed() {
    progressLeftNanos = progressNanos;
  }

  /** The event was read, and brought nothing. */
  public void stood() {
    progressLeftNanos -= ticker.getAsLong() - pendingSince;
  }

  /** Which timer ended the read that has just timed out. */
  public CallTimer expired() {
    if (ticker.getAsLong() - pendingUntil < 0) {
      return CallTimer.STREAM_IDLE;
    }
    return endIsNext ? CallTimer.STREAM_DEADLINE : CallTimer.STREAM_PROGRESS;
  }

  private static long saturated(Duration limit) {
    return Deadline.counted(limit).toNanos();
  }
}
