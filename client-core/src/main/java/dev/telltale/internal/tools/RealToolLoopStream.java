package dev.telltale.internal.tools;

import static java.util.Objects.requireNonNull;

import dev.telltale.StreamEvent;
import dev.telltale.internal.stream.LeakGuard;
import dev.telltale.tools.ToolLoopEvent;
import dev.telltale.tools.ToolLoopResult;
import dev.telltale.tools.ToolLoopStream;
import java.lang.ref.Reference;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The handle a user holds on a {@link LoopSession}. When it is garbage collected before the loop
 * has ended, {@link LeakGuard} ends the session.
 */
final class RealToolLoopStream implements ToolLoopStream {
  private final LoopSession session;
  private final AtomicBoolean taken = new AtomicBoolean();

  RealToolLoopStream(LoopSession session) {
    this.session = session;
    LeakGuard.watch(this, "ToolLoopStream", session::abandon);
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
    return session.result();
  }

  @Override
  public void close() {
    try {
      session.close();
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Holds the handle, so that a loop over a stream keeps it from being collected. */
  private final class Events implements Iterator<ToolLoopEvent> {
    private @Nullable ToolLoopEvent next;

    @Override
    public boolean hasNext() {
      try {
        if (next == null) {
          next = session.next();
        }
        return next != null;
      } finally {
        Reference.reachabilityFence(RealToolLoopStream.this);
      }
    }

    @Override
    public ToolLoopEvent next() {
      if (!hasNext()) {
        throw new NoSuchElementException("The loop has ended");
      }
      ToolLoopEvent event = next;
      next = null;
      return requireNonNull(event);
    }
  }
}
