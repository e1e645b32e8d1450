package dev.telltale.internal.pipeline;

import dev.telltale.ErrorKind;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The calls of a client that have not ended: those that closing the client ends. Thread-safe. */
final class InFlight {
  private final Set<RunningCall> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * A call begins; whoever gets it ends it.
   *
   * @throws IllegalStateException if the client is closed
   */
  RunningCall begin() {
    RunningCall call = new RunningCall(this);
    running.add(call);
    if (closed) {
      // After the addition, so that either this sees the closing or the closing sees the call.
      running.remove(call);
      throw new IllegalStateException("The client is closed");
    }
    return call;
  }

  void ended(RunningCall call) {
    running.remove(call);
  }

  void close() {
    closed = true;
    running.forEach(call -> call.cancellation().cancel(ErrorKind.CLIENT_CLOSED));
  }
}
