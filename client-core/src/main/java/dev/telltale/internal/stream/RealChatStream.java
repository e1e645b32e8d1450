package dev.telltale.internal.stream;

import static java.util.Objects.requireNonNull;

import dev.telltale.ChatResponse;
import dev.telltale.ChatStream;
import dev.telltale.LlmException;
import dev.telltale.StreamEvent;
import dev.telltale.StreamOutcome;
import dev.telltale.internal.http.Exchange;
import dev.telltale.provider.StreamDecoder;
import java.lang.ref.Reference;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Internal: the handle a user holds on a {@link StreamSession}. When it is garbage collected before
 * the session has ended, {@link LeakGuard} ends the session.
 */
public final class RealChatStream implements ChatStream {
  private final StreamSession session;
  private final AtomicBoolean taken = new AtomicBoolean();

  private RealChatStream(StreamSession session) {
    this.session = session;
    LeakGuard.watch(this, "ChatStream", session::abandon);
  }

  /**
   * Opens a stream on an answer whose headers are there, and reads its first event. The stream owns
   * the exchange from then on; if this method throws, the caller still does.
   *
   * @throws LlmException if the stream ends before its first event
   */
  public static RealChatStream open(
      Exchange exchange, StreamDecoder decoder, StreamListener listener) {
    StreamAssembler assembler =
        new StreamAssembler(exchange.headers(), exchange.requestId(), exchange.sent());
    StreamSession session = new StreamSession(exchange, decoder, assembler, listener);
    session.readFirst();
    return handle(session);
  }

  /** Opens a stream over a whole answer that came where a stream was asked for. */
  public static RealChatStream ofWhole(
      Exchange exchange, ChatResponse response, StreamListener listener) {
    StreamAssembler assembler =
        new StreamAssembler(exchange.headers(), exchange.requestId(), exchange.sent());
    assembler.whole(response);
    listener.awaiting();
    listener.chunk(response.model());
    return handle(new StreamSession(exchange, (event, sink) -> {}, assembler, listener));
  }

  private static RealChatStream handle(StreamSession session) {
    session.endWhenCancelled();
    return new RealChatStream(session);
  }

  @Override
  public Iterator<StreamEvent> iterator() {
    if (!taken.compareAndSet(false, true)) {
      throw new IllegalStateException("A stream can be read once; call response() for the answer");
    }
    return new Events();
  }

  @Override
  public ChatResponse response() {
    StreamSession.End end = session.end();
    if (end == null) {
      throw new IllegalStateException("The stream has not ended; read it to its end first");
    }
    return end.response();
  }

  @Override
  public Optional<StreamOutcome> outcome() {
    StreamSession.End end = session.end();
    return end == null ? Optional.empty() : Optional.of(end.outcome());
  }

  @Override
  public void close() {
    try {
      session.close();
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Ends the stream because whoever was to read it forgot it. */
  public void abandon() {
    session.abandon();
  }

  /** Holds the handle, so that a loop over a stream keeps it from being collected. */
  private final class Events implements Iterator<StreamEvent> {
    private @Nullable StreamEvent next;

    @Override
    public boolean hasNext() {
      try {
        if (next == null) {
          next = session.next();
        }
        return next != null;
      } finally {
        Reference.reachabilityFence(RealChatStream.this);
      }
    }

    @Override
    public StreamEvent next() {
      if (!hasNext()) {
        throw new NoSuchElementException("The stream has ended");
      }
      StreamEvent event = next;
      next = null;
      return requireNonNull(event);
    }
  }
}
