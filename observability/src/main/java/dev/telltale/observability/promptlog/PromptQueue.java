package dev.telltale.observability.promptlog;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The calls that wait to be written, bounded in number and bytes. When it is full the oldest
 * sampled success makes room, else the new call is dropped, and no other for its sake. Adding never
 * waits for the writer, of which there is one; what it took counts in the bytes until it takes
 * again.
 */
final class PromptQueue {
  private final int maxCalls;
  private final long maxBytes;
  private final long pauseNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by lock.
  private final Deque<PendingCall> kept = new ArrayDeque<>();
  private final Deque<PendingCall> sampled = new ArrayDeque<>();
  private long bytes;
  private long sampledBytes;
  private long takenBytes;
  private boolean took;
  private boolean awaited;
  private boolean closed;

  /**
   * Creates an empty queue.
   *
   * @param pause how long the writer lets calls gather after it has taken all there were. A thread
   *     that is woken may be given the processor of the one that wakes it, which then waits: so a
   *     writer that has work anyway is not woken by calls.
   */
  PromptQueue(int maxCalls, long maxBytes, Duration pause) {
    this.maxCalls = maxCalls;
    this.maxBytes = maxBytes;
    this.pauseNanos = pause.toNanos();
  }

  /** Adds a call and returns how many calls were dropped, which may be this one. */
  int add(PendingCall call) {
    lock.lock();
    try {
      // Whether it would fit if no sampled success waited.
      boolean hasRoom = kept.size() < maxCalls && bytes - sampledBytes + call.bytes <= maxBytes;
      if (closed || !hasRoom) {
        call.done.countDown();
        return 1;
      }
      int dropped = 0;
      while (!fits(call)) {
        drop(sampled.removeFirst());
        dropped++;
      }
      (call.verdict.sampled() ? sampled : kept).addLast(call);
      sampledBytes += call.verdict.sampled() ? call.bytes : 0;
      bytes += call.bytes;
      if (awaited || halfFull()) {
        changed.signal();
      }
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes what there is, after waiting for the first.
   *
   * @return empty if nothing came; null if nothing will come any more
   */
  @Nullable List<PendingCall> take(int atMost, long waitMillis) throws InterruptedException {
    lock.lock();
    try {
      bytes -= takenBytes;
      takenBytes = 0;
      if (took && empty()) {
        pause();
      }
      awaitCall(TimeUnit.MILLISECONDS.toNanos(waitMillis));
      if (empty() && closed) {
        return null;
      }
      List<PendingCall> taken = new ArrayList<>();
      while (!empty() && taken.size() < atMost) {
        PendingCall call = kept.isEmpty() ? sampled.removeFirst() : kept.removeFirst();
        sampledBytes -= call.verdict.sampled() ? call.bytes : 0;
        takenBytes += call.bytes;
        taken.add(call);
      }
      took = !taken.isEmpty();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing more in; what is there can still be taken out. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void pause() throws InterruptedException {
    long left = pauseNanos;
    while (!closed && !halfFull() && left > 0) {
      left = changed.awaitNanos(left);
    }
  }

  private void awaitCall(long nanos) throws InterruptedException {
    long left = nanos;
    awaited = true;
    try {
      while (empty() && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      awaited = false;
    }
  }

  private boolean halfFull() {
    return kept.size() + sampled.size() >= maxCalls / 2 || bytes >= maxBytes / 2;
  }

  private boolean empty() {
    return kept.isEmpty() && sampled.isEmpty();
  }

  private boolean fits(PendingCall call) {
    return kept.size() + sampled.size() < maxCalls && bytes + call.bytes <= maxBytes;
  }

  private void drop(PendingCall call) {
    bytes -= call.bytes;
    sampledBytes -= call.bytes;
    call.done.countDown();
  }
}
