package dev.telltale.internal.retry;

import dev.telltale.ErrorKind;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The one way to end a call from outside: cancels what it waits for at the moment, be it an
 * exchange or the time until the next attempt, and everything it would wait for later.
 *
 * <p>Thread-safe. The first reason stays.
 */
public final class Cancellation {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by lock. */
  private @Nullable Runnable current;

  private volatile @Nullable ErrorKind reason;

  /** Why the call was cancelled, or null if it was not. */
  public @Nullable ErrorKind reason() {
    return reason;
  }

  /** Ends the call. */
  public void cancel(ErrorKind why) {
    Runnable running;
    lock.lock();
    try {
      if (reason != null) {
        return;
      }
      reason = why;
      running = current;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (running != null) {
      running.run();
    }
  }

  /** From now on cancelling means this; done at once if the call was cancelled before. */
  public void onCancel(Runnable action) {
    lock.lock();
    try {
      if (reason == null) {
        current = action;
        return;
      }
    } finally {
      lock.unlock();
    }
    action.run();
  }

  /**
   * Waits, and says whether the whole time passed: false if the call was cancelled.
   *
   * @throws InterruptedException if the thread was interrupted
   */
  public boolean await(Duration time) throws InterruptedException {
    long left = time.toNanos();
    lock.lockInterruptibly();
    try {
      while (reason == null && left > 0) {
        left = changed.awaitNanos(left);
      }
      return reason == null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until something is so, and says whether it is: false if the call was cancelled first.
   * Whoever makes it so calls {@link #changed()}.
   *
   * @throws InterruptedException if the thread was interrupted
   */
  public boolean awaitUntil(BooleanSupplier so) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (reason == null && !so.getAsBoolean()) {
        changed.await();
      }
      return reason == null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until something is so, at most for some time, and ends the wait too if the call is
   * cancelled. Whoever makes it so calls {@link #changed()}.
   *
   * @throws InterruptedException if the thread was interrupted
   */
  public void awaitUntil(BooleanSupplier so, Duration time) throws InterruptedException {
    long left = time.toNanos();
    lock.lockInterruptibly();
    try {
      while (reason == null && left > 0 && !so.getAsBoolean()) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** What a thread waits for may have become so. */
  public void changed() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
