package dev.telltale.internal.tools;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** A loop's time that passes when a test says so. */
final class ManualTime implements LoopTime {
  private final AtomicLong now = new AtomicLong();
  private final List<Due> limits = new CopyOnWriteArrayList<>();

  @Override
  public long nanoTime() {
    return now.get();
  }

  @Override
  public void limit(CompletableFuture<?> future, Duration limit) {
    limits.add(new Due(future, now.get() + limit.toNanos()));
  }

  /** Lets time pass, and cuts what is due by then. */
  void pass(Duration time) {
    long then = now.addAndGet(time.toNanos());
    for (Due due : limits) {
      if (due.at <= then) {
        due.future.completeExceptionally(new TimeoutException());
      }
    }
  }

  private record Due(CompletableFuture<?> future, long at) {}
}
