package dev.telltale.internal.stream;

import dev.telltale.CallReport;
import dev.telltale.ChatResponse;
import dev.telltale.ChatStream;
import dev.telltale.LlmException;
import dev.telltale.StreamEvent;
import dev.telltale.StreamOutcome;
import dev.telltale.internal.retry.Reported;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Internal: a stream of an interceptor's making, which may be wrapped around streams of the engine.
 * Whether it closes them is not known, so they end with it. What it brings or throws has the report
 * of the call.
 */
public final class OuterStream implements ChatStream {
  private final ChatStream outer;
  private final List<ChatStream> inner;
  private final Supplier<CallReport> report;

  /** A stream with which these end, of the call with this report. */
  public OuterStream(ChatStream outer, List<ChatStream> inner, Supplier<CallReport> report) {
    this.outer = outer;
    this.inner = List.copyOf(inner);
    this.report = report;
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
        } catch (LlmException failure) {
          throw Reported.failure(failure, report);
        } finally {
          if (!more) {
            closeInner();
          }
        }
        return more;
      }

      @Override
      public StreamEvent next() {
        try {
          return events.next();
        } catch (LlmException failure) {
          throw Reported.failure(failure, report);
        }
      }
    };
  }

  @Override
  public ChatResponse response() {
    return outer.response().toBuilder().report(report.get()).build();
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
