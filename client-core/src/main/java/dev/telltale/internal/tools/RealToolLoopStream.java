package dev.telltale.internal.tools;

import static java.util.Objects.requireNonNull;

import dev.telltale.ChatClient;
import dev.telltale.ChatStream;
import dev.telltale.LlmException;
import dev.telltale.StreamEvent;
import dev.telltale.tools.ToolLoopEvent;
import dev.telltale.tools.ToolLoopResult;
import dev.telltale.tools.ToolLoopStream;
import io.opentelemetry.context.Scope;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A loop that is read: the reader's thread opens the rounds, reads them, and waits for the tools.
 * Closing may come from any thread.
 */
final class RealToolLoopStream implements ToolLoopStream {
  private final ChatClient client;
  private final LoopRun run;
  private final AtomicBoolean taken = new AtomicBoolean();
  private final Object lock = new Object();

  /** The round that is being read; guarded by the lock. */
  private @Nullable ChatStream stream;

  /** Guarded by the lock. */
  private boolean closed;

  RealToolLoopStream(ChatClient client, LoopRun run) {
    this.client = client;
    this.run = run;
  }

  @Override
  public Iterator<ToolLoopEvent> iterator() {
    if (!taken.compareAndSet(false, true)) {
      throw new IllegalStateException("A stream can be read once; call result() for the answer");
    }
    return new Events();
  }

  @Override
  public ToolLoopResult forEachText(Consumer<? super String> text) {
    for (ToolLoopEvent event : this) {
      if (event instanceof ToolLoopEvent.Streamed streamed
          && streamed.event() instanceof StreamEvent.TextDelta delta
          && delta.choice() == 0) {
        text.accept(delta.text());
      }
    }
    return result();
  }

  @Override
  public ToolLoopResult result() {
    return run.result();
  }

  @Override
  public void close() {
    ChatStream open;
    synchronized (lock) {
      closed = true;
      open = stream;
      stream = null;
    }
    if (open != null) {
      open.close();
    }
    run.recording().end();
  }

  private void opened(ChatStream next) {
    synchronized (lock) {
      if (!closed) {
        stream = next;
        return;
      }
    }
    next.close();
  }

  private boolean isClosed() {
    synchronized (lock) {
      return closed;
    }
  }

  private final class Events implements Iterator<ToolLoopEvent> {
    private final Queue<ToolLoopEvent> ready = new ArrayDeque<>();
    private @Nullable ChatStream reading;
    private @Nullable Iterator<StreamEvent> events;
    private boolean toolsDue;

    @Override
    public boolean hasNext() {
      try {
        while (ready.isEmpty() && run.outcome() == null && !isClosed()) {
          step();
        }
      } catch (LlmException failure) {
        run.recording().fail(failure.details());
        throw failure;
      } catch (RuntimeException | Error bug) {
        run.recording().fail(bug);
        throw bug;
      }
      if (run.outcome() != null) {
        run.recording().end();
      }
      return !ready.isEmpty();
    }

    @Override
    public ToolLoopEvent next() {
      if (!hasNext()) {
        throw new NoSuchElementException("The loop has ended");
      }
      return ready.remove();
    }

    private void step() {
      if (toolsDue) {
        toolsDue = false;
        inContext(
            () -> run.runTools().forEach(tool -> ready.add(new ToolLoopEvent.ToolEnded(tool))));
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
        inContext(() -> reading = client.stream(run.nextRequest(), run.nextOptions()));
        opened(requireNonNull(reading));
        events = requireNonNull(reading).iterator();
      }
      if (events.hasNext()) {
        ready.add(new ToolLoopEvent.Streamed(run.round() + 1, events.next()));
        return;
      }
      ChatStream ended = requireNonNull(reading);
      if (isClosed()) {
        return;
      }
      events = null;
      ended.close();
      run.answered(ended.response());
      toolsDue = run.outcome() == null;
      ready.add(new ToolLoopEvent.RoundEnded(run.round(), ended.response()));
    }

    @SuppressWarnings("try") // The scope is for its close.
    private void inContext(Runnable task) {
      try (Scope current = run.recording().context().makeCurrent()) {
        task.run();
      }
    }
  }
}
