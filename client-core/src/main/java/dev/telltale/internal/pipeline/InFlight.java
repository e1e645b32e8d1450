package dev.telltale.internal.pipeline;

import dev.telltale.ErrorKind;
import dev.telltale.internal.retry.Deadline;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The calls of a client that have not ended: those that closing the client ends. Thread-safe. */
final class InFlight {
  private final CallQueue queue;
  private final Set<RunningCall> running = ConcurrentHashMap.newKeySet();
  private final CountDownLatch allEnded = new CountDownLatch(1);
  private volatile boolean closed;

  InFlight(CallQueue queue) {
    this.queue = queue;
  }

  /**
   * A call begins; whoever gets it ends it.
   *
   * @param deadline until when it waits for its turn
   * @throws IllegalStateException if the client is closed
   */
  RunningCall begin(Deadline deadline) {
    return begun(new RunningCall(this, queue.place(), deadline));
  }

  /**
   * A series of calls begins, which needs no turn of its own; whoever gets it ends it.
   *
   * @throws IllegalStateException if the client is closed
   */
  RunningCall beginSeries() {
    Deadline none = Deadline.after(ChronoUnit.FOREVER.getDuration(), System::nanoTime);
    return begun(new RunningCall(this, queue.placeOfSeries(), none));
  }

  private RunningCall begun(RunningCall call) {
    running.add(call);
    if (closed) {
      // After the addition, so that either this sees the closing or the closing sees the call.
      ended(call);
      throw new IllegalStateException("The client is closed");
    }
    return call;
  }

  /** Whether the client is closed, and no call may go on. */
  boolean closed() {
    return closed;
  }

  void ended(RunningCall call) {
    running.remove(call);
    if (closed && running.isEmpty()) {
      allEnded.countDown();
    }
  }

  /**
   * Ends all calls and waits until they have ended, at most for some time: what a callback does
   * meanwhile is not ours. A call on the thread that closes cannot be waited for.
   */
  void close(Duration patience) {
    closed = true;
    running.forEach(call -> call.cancellation().cancel(ErrorKind.CLIENT_CLOSED));
    if (running.isEmpty()) {
      allEnded.countDown();
    }
    if (running.stream().noneMatch(RunningCall::onCurrentThread)) {
      awaitEnd(patience);
    }
  }

  private void awaitEnd(Duration patience) {
    try {
      boolean ignored = allEnded.await(Deadline.counted(patience).toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
