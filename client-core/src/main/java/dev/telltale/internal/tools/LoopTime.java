package dev.telltale.internal.tools;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Internal: where a loop's time comes from. */
public interface LoopTime {

  /** The time of this machine. */
  LoopTime SYSTEM =
      new LoopTime() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public void limit(CompletableFuture<?> future, Duration limit) {
          future.orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS);
        }
      };

  /** Nanoseconds from some start. */
  long nanoTime();

  /**
   * Fails the future with a {@link java.util.concurrent.TimeoutException} once the time is up,
   * unless it is done before.
   */
  void limit(CompletableFuture<?> future, Duration limit);
}
