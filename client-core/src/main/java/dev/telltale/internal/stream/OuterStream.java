package dev.telltale.internal.stream;

import dev.telltale.ChatResponse;
import dev.telltale.ChatStream;
import dev.telltale.StreamEvent;
import dev.telltale.StreamOutcome;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Internal: a stream of an interceptor's making, which may be wrapped around streams of the engine.
 * Whether it closes them is not known, so they end with it.
 */
public final class OuterStream implements ChatStream {
  private final ChatStream outer;
  private final List<ChatStream> inner;

  /** A stream with which these end. */
  public OuterStream(ChatStream outer, List<ChatStream> inner) {
    this.outer = outer;
    this.inner = List.copyOf(inner);
  }

  @Override
  public Iterator<StreamEvent> iterator() {
    Iterator<StreamEvent> events = outer.iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        boolean more = false;
        try {
          more = events.hasNext();
        } finally {
          if (!more) {
            closeInner();
          }
        }
        return more;
      }

      @Override
      public StreamEvent next() {
        return events.next();
      }
    };
  }

  @Override
  public ChatResponse response() {
    return outer.response();
  }

  @Override
  public Optional<StreamOutcome> outcome() {
    return outer.outcome();
  }

  @Override
  public void close() {
    try {
      outer.close();
    } finally {
      closeInner();
    }
  }

  private void closeInner() {
    inner.forEach(ChatStream::close);
  }
}
