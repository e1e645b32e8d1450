package dev.telltale.rig.fault;

import java.time.Duration;
import java.util.Optional;

/** Counts what a server was sent, and keeps how soon after an answer the next request came. */
final class Sends {
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
