package dev.telltale.internal.tools;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** A loop's time that passes when a test says so. */
final class ManualTime implements LoopTime {
  private final AtomicLong now = new AtomicLong();
  private final Map<CompletableFuture<?>, Long> limits = new ConcurrentHashMap<>();

  @Override
  public long nanoTime() {
    return now.get();
  }

  @Override
  public void limit(CompletableFuture<?> future, Duration limit) {
    limits.put(future, now.get() + limit.toNanos());
  }

  /** Lets time pass, and cuts what is due by then. */
  void pass(Duration time) {
    long then = now.addAndGet(time.toNanos());
    limits.forEach(
        (future, limit) -> {
          if (limit <= then) {
            future.completeExceptionally(new TimeoutException());
          }
        });
  }
}
