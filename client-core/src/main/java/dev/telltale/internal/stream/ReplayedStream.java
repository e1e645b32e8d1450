package dev.telltale.internal.stream;

import dev.telltale.CallReport;
import dev.telltale.ChatResponse;
import dev.telltale.ChatStream;
import dev.telltale.StreamEvent;
import dev.telltale.StreamOutcome;
import dev.telltale.internal.http.SentHeaders;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Internal: a whole answer as a stream, without any connection. */
public final class ReplayedStream implements ChatStream {
  private final ChatResponse response;
  private final Supplier<CallReport> report;
  private final StreamAssembler events;
  private final AtomicBoolean taken = new AtomicBoolean();
  private final AtomicReference<@Nullable StreamOutcome> outcome = new AtomicReference<>();

  /** A stream that brings this answer, with the report of the call that it is replayed to. */
  public ReplayedStream(ChatResponse response, Supplier<CallReport> report) {
    this.response = response;
    this.report = report;
    this.events = new StreamAssembler(response.headers(), response.requestId(), SentHeaders.none());
    events.whole(response);
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
    if (outcome.get() == null) {
      throw new IllegalStateException("The stream has not ended; read it to its end first");
    }
    return response.toBuilder().report(report.get()).build();
  }

  @Override
  public Optional<StreamOutcome> outcome() {
    return Optional.ofNullable(outcome.get());
  }

  @Override
  public void close() {
    outcome.compareAndSet(null, StreamOutcome.CLOSED_EARLY);
  }

  private final class Events implements Iterator<StreamEvent> {
    private @Nullable StreamEvent next;

    @Override
    public boolean hasNext() {
      if (next == null && outcome.get() == null) {
        next = events.poll();
        if (next == null) {
          StreamOutcome whole =
              events.filtered() ? StreamOutcome.CONTENT_FILTERED : StreamOutcome.COMPLETED;
          outcome.compareAndSet(null, whole);
        }
      }
      return next != null;
    }

    @Override
    public StreamEvent next() {
      if (!hasNext() || next == null) {
        throw new NoSuchElementException("The stream has ended");
      }
      StreamEvent event = next;
      next = null;
      return event;
    }
  }
}
