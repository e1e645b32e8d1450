package dev.telltale.internal.tools;

import static java.util.Objects.requireNonNull;

import dev.telltale.ChatStream;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.StreamEvent;
import dev.telltale.internal.stream.RealChatStream;
import dev.telltale.tools.ToolLoopEvent;
import dev.telltale.tools.ToolLoopResult;
import io.opentelemetry.context.Scope;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A loop that is read: the reader's thread opens the rounds, reads them, and waits for the tools.
 * It does not know the handle the user holds, so that a forgotten handle can be collected and this
 * session ended.
 *
 * <p>Whoever closes, from any thread, finds the reader in a step or not. A reader in a step is
 * cancelled and ends the session itself; without one, closing ends it.
 */
final class LoopSession {
  private final LoopRun run;
  private final Object lock = new Object();

  /** The thread that is in a step; guarded by the lock. */
  private @Nullable Thread reader;

  /** The round that is being read; guarded by the lock. */
  private @Nullable ChatStream open;

  /** Guarded by the lock. */
  private boolean closed;

  /** What the reader was thrown; guarded by the lock. */
  private @Nullable Throwable failure;

  /** Whether it was closed while another thread was in a step; guarded by the lock. */
  private boolean cut;

  /** These belong to the reader. */
  private final Queue<ToolLoopEvent> ready = new ArrayDeque<>();

  private @Nullable Iterator<StreamEvent> events;
  private boolean toolsDue;

  LoopSession(LoopRun run) {
    this.run = run;
    endWhenCancelled();
  }

  ToolLoopResult result() {
    if (run.outcome() == null) {
      synchronized (lock) {
        if (failure instanceof Error serious) {
          throw serious;
        }
        if (failure instanceof RuntimeException thrown) {
          throw thrown;
        }
        if (closed) {
          throw new IllegalStateException("The loop was closed before its end: it has no result");
        }
      }
    }
    return run.result();
  }

  /**
   * The next event, or null at the end.
   *
   * @throws LlmException if a round failed, or the loop was cancelled
   */
  @Nullable ToolLoopEvent next() {
    if (ready.isEmpty() && run.outcome() == null && enter()) {
      try {
        while (ready.isEmpty() && run.outcome() == null && !isClosed()) {
          step();
        }
        throwIfCut();
      } catch (RuntimeException | Error failure) {
        failed(failure);
        throw failure;
      } finally {
        leave();
      }
    }
    if (run.outcome() != null) {
      run.end();
    }
    return ready.poll();
  }

  /** Ends the loop for its user. */
  void close() {
    ChatStream reading;
    boolean readElsewhere;
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
      readElsewhere = reader != null && !reader.equals(Thread.currentThread());
      cut = readElsewhere;
      reading = open;
      open = null;
    }
    if (reading != null) {
      reading.close();
    }
    if (!readElsewhere) {
      run.end();
    }
    run.calls().cancellation().cancel(ErrorKind.CANCELLED);
  }

  /** Ends a session whose handle is gone and says whether it was still going on. */
  boolean abandon() {
    ChatStream reading;
    synchronized (lock) {
      if (closed || run.outcome() != null || run.calls().cancelled() != null) {
        return false;
      }
      closed = true;
      reading = open;
      open = null;
    }
    if (reading instanceof RealChatStream own) {
      own.abandon();
    } else if (reading != null) {
      reading.close();
    }
    run.abandon();
    return true;
  }

  /** A loop that nobody is reading at the moment ends with its client all the same. */
  private void endWhenCancelled() {
    run.calls()
        .cancellation()
        .onCancel(
            () -> {
              LlmException cancelled = run.calls().cancelled();
              if (cancelled != null && !isClosed() && !isBeingRead()) {
                run.fail(cancelled);
              }
            });
  }

  private boolean enter() {
    synchronized (lock) {
      if (reader != null) {
        throw new IllegalStateException("Another thread is reading this loop; one may at a time");
      }
      if (!closed) {
        reader = Thread.currentThread();
        run.calls().continueHere();
      }
      return !closed;
    }
  }

  private void leave() {
    synchronized (lock) {
      reader = null;
    }
  }

  private void failed(Throwable thrown) {
    synchronized (lock) {
      closed = true;
      failure = thrown;
    }
    run.fail(thrown);
  }

  private void throwIfCut() {
    boolean cancelled;
    synchronized (lock) {
      cancelled = cut && run.outcome() == null;
    }
    if (cancelled) {
      throw run.calls().ended(ErrorKind.CANCELLED);
    }
  }

  private boolean isClosed() {
    synchronized (lock) {
      return closed;
    }
  }

  private boolean isBeingRead() {
    synchronized (lock) {
      return reader != null;
    }
  }

  private void step() {
    LlmException cancelled = run.calls().cancelled();
    if (cancelled != null) {
      throw cancelled;
    }
    if (toolsDue) {
      toolsDue = false;
      inContext(() -> run.runTools().forEach(tool -> ready.add(new ToolLoopEvent.ToolEnded(tool))));
      endWhenCancelled();
      return;
    }
    try {
      readOn();
    } catch (LlmException failure) {
      if (!run.failed(failure)) {
        throw failure;
      }
    }
  }

  private void readOn() {
    if (events == null) {
      inContext(() -> opened(run.calls().stream(run.nextRequest(), run.nextOptions())));
      endWhenCancelled();
    }
    Iterator<StreamEvent> reading = requireNonNull(events);
    if (reading.hasNext()) {
      ready.add(new ToolLoopEvent.Streamed(run.round() + 1, reading.next()));
      return;
    }
    ChatStream ended = roundEnded();
    if (ended != null) {
      ended.close();
      run.answered(ended.response());
      toolsDue = run.outcome() == null;
      ready.add(new ToolLoopEvent.RoundEnded(run.round(), ended.response()));
    }
  }

  private void opened(ChatStream next) {
    boolean late;
    synchronized (lock) {
      late = closed;
      open = late ? null : next;
    }
    events = next.iterator();
    if (late) {
      next.close();
    }
  }

  /** The round that was read to its end, or null if it was closed before. */
  private @Nullable ChatStream roundEnded() {
    events = null;
    synchronized (lock) {
      ChatStream ended = open;
      open = null;
      return ended;
    }
  }

  @SuppressWarnings("try") // The scope is for its close.
  private void inContext(Runnable task) {
    try (Scope current = run.recording().context().makeCurrent()) {
      task.run();
    }
  }
}
