package dev.telltale.testing;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** The latest requests, bounded by number and by the bytes of their bodies. */
final class RequestLog {
  static final int MAX_REQUESTS = 1000;
  static final long MAX_BYTES = 64L << 20;

  private final Duration wait;
  private final Lock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();

  // Guarded by lock; what is not taken is a tail of what is kept.
  private final Deque<ReceivedRequest> kept = new ArrayDeque<>();
  private final Deque<ReceivedRequest> untaken = new ArrayDeque<>();
  private long keptBytes;

  /**
   * @param wait how long a call of {@link #take} waits for a request
   */
  RequestLog(Duration wait) {
    this.wait = wait;
  }

  void add(ReceivedRequest request) {
    lock.lock();
    try {
      kept.addLast(request);
      untaken.addLast(request);
      keptBytes += request.keptBytes();
      while (kept.size() > MAX_REQUESTS || (keptBytes > MAX_BYTES && kept.size() > 1)) {
        dropOldest();
      }
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void dropOldest() {
    keptBytes -= kept.removeFirst().keptBytes();
    if (untaken.size() > kept.size()) {
      untaken.removeFirst();
    }
  }

  ReceivedRequest take() {
    lock.lock();
    try {
      long nanos = wait.toNanos();
      while (untaken.isEmpty()) {
        if (nanos <= 0) {
          throw new AssertionError("No further request arrived within " + wait.toSeconds() + " s.");
        }
        nanos = arrived.awaitNanos(nanos);
      }
      return untaken.removeFirst();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while waiting for a request.", e);
    } finally {
      lock.unlock();
    }
  }

  List<ReceivedRequest> all() {
    lock.lock();
    try {
      return List.copyOf(kept);
    } finally {
      lock.unlock();
    }
  }
}
