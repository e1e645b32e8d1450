package dev.telltale.internal.retry;

import java.time.Duration;

/** Waits until the next attempt. Tests put one in that only counts. */
@FunctionalInterface
public interface Waiter {

  /**
   * Waits, and says whether the whole time passed: false if the call was cancelled.
   *
   * @throws InterruptedException if the thread was interrupted
   */
  boolean await(Duration time, Cancellation cancellation) throws InterruptedException;
}
