package dev.telltale.observability.promptlog;

import java.util.function.LongSupplier;

/** So many per second, with twice as many at once after a quiet time. Thread-safe. */
final class RateLimit {
  private static final double NANOS = 1e9;

  private final double perSecond;
  private final double burst;
  private final LongSupplier nanoTime;
  private final Object lock = new Object();

  // Guarded by lock.
  private double tokens;
  private long last;

  RateLimit(double perSecond, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.burst = Math.max(1, 2 * perSecond);
    this.nanoTime = nanoTime;
    this.tokens = burst;
    this.last = nanoTime.getAsLong();
  }

  boolean tryTake() {
    synchronized (lock) {
      long now = nanoTime.getAsLong();
      tokens = Math.min(burst, tokens + (now - last) / NANOS * perSecond);
      last = now;
      if (tokens < 1) {
        return false;
      }
      tokens--;
      return true;
    }
  }
}
