package dev.telltale.internal.retry;

import dev.telltale.BreakerPolicy;
import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps calls from a provider that keeps failing. Thread-safe.
 *
 * <p>Closed, it counts the last calls in a ring. Open, it refuses until its time is over; then the
 * next call becomes the probe, and while that is under way all others are refused. The probe's
 * result closes the breaker, opens it anew or, if it says nothing, makes the next call the probe.
 * Each change starts another era; results of calls from earlier ones are late and count no more.
 */
public final class CircuitBreaker {
  private final BreakerPolicy policy;
  private final LongSupplier ticker;
  private final ReentrantLock lock = new ReentrantLock();

  /** All below are guarded by lock. The last calls; a set bit is a failure. */
  private final BitSet ring;

  private int next;
  private int counted;
  private long era;
  private boolean open;
  private boolean probing;
  private long openUntil;

  /** A closed breaker on a clock of nanoseconds. */
  public CircuitBreaker(BreakerPolicy policy, LongSupplier ticker) {
    this.policy = policy;
    this.ticker = ticker;
    this.ring = new BitSet(policy.window());
  }

  /** Lets a call through, which has to tell its result, or returns null if it is refused. */
  public @Nullable Permit acquire() {
    lock.lock();
    try {
      if (open) {
        if (probing || ticker.getAsLong() - openUntil < 0) {
          return null;
        }
        probing = true;
      }
      return new Permit(era);
    } finally {
      lock.unlock();
    }
  }

  /** How long calls are refused for sure; zero if a probe may go through. */
  public Duration remaining() {
    lock.lock();
    try {
      return open ? Duration.ofNanos(Math.max(0, openUntil - ticker.getAsLong())) : Duration.ZERO;
    } finally {
      lock.unlock();
    }
  }

  private void count(Result result) {
    if (result == Result.UNKNOWN) {
      return;
    }
    ring.set(next, result == Result.UNAVAILABLE);
    next = (next + 1) % policy.window();
    counted = Math.min(counted + 1, policy.window());
    if (counted == policy.window()
        && ring.cardinality() >= policy.failureRate() * policy.window()) {
      open();
    }
  }

  private void probed(Result result) {
    probing = false;
    if (result == Result.UNAVAILABLE) {
      open();
    } else if (result == Result.ANSWERED) {
      open = false;
      restart();
    }
  }

  private void open() {
    open = true;
    openUntil = ticker.getAsLong() + Deadline.counted(policy.openFor()).toNanos();
    restart();
  }

  private void restart() {
    era++;
    ring.clear();
    next = 0;
    counted = 0;
  }

  /** What a call says of the provider. */
  public enum Result {
    /** It works. */
    ANSWERED,
    /** It does not. */
    UNAVAILABLE,
    /** Nothing: the call ended for reasons of its own. */
    UNKNOWN
  }

  /** A call that was let through. */
  public final class Permit {
    private final long since;

    private Permit(long since) {
      this.since = since;
    }

    /** Tells how the call went; once. */
    public void release(Result result) {
      lock.lock();
      try {
        if (since != era) {
          return;
        }
        if (open) {
          probed(result);
        } else {
          count(result);
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
