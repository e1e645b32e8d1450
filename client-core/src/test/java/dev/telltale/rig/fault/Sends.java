package dev.telltale.rig.fault;

import java.time.Duration;
import java.util.Optional;

/** Counts what a server was sent, and keeps how soon after an answer the next request came. */
final class Sends {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Object lock = new Object();
  private int count;
  private long answeredAt;
  private long shortestGap = Long.MAX_VALUE;

  /** A request is there whole: returns its number, from 1. */
  int next() {
    synchronized (lock) {
      count++;
      if (count > 1) {
        shortestGap = Math.min(shortestGap, System.nanoTime() - answeredAt);
      }
      lock.notifyAll();
      return count;
    }
  }

  /** Waits until so many are there, if they come at all, and returns how many there are. */
  int await(int expected) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    synchronized (lock) {
      long left = PATIENCE.toMillis();
      while (count < expected && left > 0) {
        lock.wait(left);
        left = Duration.ofNanos(end - System.nanoTime()).toMillis();
      }
      return count;
    }
  }

  /** The answer to the request is about to be sent. */
  void answering() {
    synchronized (lock) {
      answeredAt = System.nanoTime();
    }
  }

  int count() {
    synchronized (lock) {
      return count;
    }
  }

  Optional<Duration> shortestGap() {
    synchronized (lock) {
      return count > 1 ? Optional.of(Duration.ofNanos(shortestGap)) : Optional.empty();
    }
  }
}
