package dev.telltale.internal.stream;

import com.squareup.moshi.JsonDataException;
import dev.telltale.ChatResponse;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.StreamEvent;
import dev.telltale.StreamException;
import dev.telltale.StreamOutcome;
import dev.telltale.internal.http.Bounds;
import dev.telltale.internal.http.Exchange;
import dev.telltale.internal.retry.Cancellation;
import dev.telltale.internal.sse.IdleTimer;
import dev.telltale.internal.sse.SseReader;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.provider.SseEvent;
import dev.telltale.provider.StreamDecoder;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One stream from its first event to its one end. It does not know the handle the user holds, so
 * that a forgotten handle can be collected and this session ended.
 *
 * <p>Two parties meet in {@code phase}. The reader moves OPEN to READING, reads one event, and
 * moves back, or on to CLOSED if that was the end. Whoever closes moves OPEN to CLOSED and ends the
 * session itself, or finds READING, moves it to CANCELLED and cuts the connection: the reader's
 * read then fails and the reader ends the session as cancelled. So the assembler is only ever
 * touched by the party that won its step, and the end happens once.
 */
final class StreamSession {
  private static final String CUT =
      "It was cut inside an event: a server or proxy on the way gave up.";

  private static final String NO_STOP_REASON = "The server ended it without a reason to stop.";

  private final Exchange exchange;
  private final SseReader events;
  private final StreamDecoder decoder;
  private final StreamAssembler assembler;
  private final StreamListener listener;
  private final IdleTimer timer;
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.OPEN);

  /** Written and read by the party that holds the reading step, as are the next two. */
  private @Nullable ErrorDetails failure;

  private boolean begun;
  private long eventCount;

  /** Who read last; tells a reader that closes from somebody else who does. */
  private volatile @Nullable Thread reader;

  private volatile @Nullable End end;

  StreamSession(
      Exchange exchange,
      StreamDecoder decoder,
      StreamAssembler assembler,
      StreamListener listener) {
    this.exchange = exchange;
    long maxEventBytes = exchange.bounds().bodyBytes();
    this.events = new SseReader(exchange.source(), maxEventBytes, maxEventBytes);
    this.timer = new IdleTimer(exchange.source().timeout(), exchange.timers(), System::nanoTime);
    this.decoder = decoder;
    this.assembler = assembler;
    this.listener = listener;
  }

  /**
   * Reads the first event, so that a stream that fails before it can be opened again.
   *
   * @throws LlmException if there is none; nobody is told of the end then but the caller
   */
  void readFirst() {
    if (step() && assembler.error() != null) {
      atEnd();
    }
    if (failure != null) {
      throw failed(failure, assembler.response());
    }
    exchange.liftDeadline();
    timer.start();
    begun = true;
  }

  /**
   * The next event, or null at a good end.
   *
   * @throws LlmException if the stream ended in another way
   */
  @Nullable StreamEvent next() {
    Thread current = Thread.currentThread();
    if (reader != current) {
      reader = current;
    }
    while (true) {
      StreamEvent event = end == null ? assembler.poll() : null;
      if (event != null) {
        return event;
      }
      End ended = end;
      if (ended != null) {
        if (ended.failure != null) {
          throw ended.failure;
        }
        return null;
      }
      read();
    }
  }

  @Nullable End end() {
    return end;
  }

  void close() {
    end(ErrorKind.CANCELLED);
  }

  /** From now on cancelling the call ends this session, whether somebody reads it or not. */
  void endWhenCancelled() {
    Cancellation cancellation = exchange.cancellation();
    cancellation.onCancel(() -> end(reason()));
  }

  private void end(ErrorKind reason) {
    if (phase.compareAndSet(Phase.OPEN, Phase.CLOSED)) {
      exchange.cancel();
      closed(reason);
    } else if (phase.compareAndSet(Phase.READING, Phase.CANCELLED)) {
      exchange.cancel();
    }
  }

  /** Ends a session whose handle is gone and says whether it was still going on. */
  boolean abandon() {
    if (!phase.compareAndSet(Phase.OPEN, Phase.CLOSED)) {
      return false;
    }
    exchange.cancel();
    finish(StreamOutcome.ABANDONED, null);
    return true;
  }

  /** A reader that somebody else stops learns of it, whether it waits for an event or not. */
  private void closed(ErrorKind reason) {
    Thread reading = reader;
    boolean byReader = reading == null || reading == Thread.currentThread();
    if (reason == ErrorKind.CANCELLED && byReader) {
      finish(StreamOutcome.CLOSED_EARLY, null);
    } else {
      finish(outcome(reason), located(reason, null));
    }
  }

  /** Why the call was cancelled; if it was only closed, that. */
  private ErrorKind reason() {
    ErrorKind reason = exchange.cancellation().reason();
    return reason == null ? ErrorKind.CANCELLED : reason;
  }

  private void read() {
    Phase before = phase.compareAndExchange(Phase.OPEN, Phase.READING);
    if (before == Phase.CLOSED) {
      // Whoever closed is about to set the end.
      Thread.onSpinWait();
      return;
    }
    if (before != Phase.OPEN) {
      throw new IllegalStateException("Another thread is reading this stream; one may at a time");
    }
    boolean more;
    try {
      more = step();
    } catch (RuntimeException | Error bug) {
      // A decoder that breaks its contract must not cost the end of the span or the connection.
      phase.set(Phase.CLOSED);
      String type = bug.getClass().getName();
      finish(StreamOutcome.MALFORMED, located(ErrorKind.MALFORMED_RESPONSE, type));
      throw bug;
    }
    boolean over = failure != null || !more;
    if (!phase.compareAndSet(Phase.READING, over ? Phase.CLOSED : Phase.OPEN)) {
      phase.set(Phase.CLOSED);
      finish(outcome(reason()), located(reason(), null));
    } else if (failure != null) {
      finish(outcome(failure.kind()), failure);
    } else if (!more) {
      finish(assembler.filtered() ? StreamOutcome.CONTENT_FILTERED : StreamOutcome.COMPLETED, null);
    }
  }

  /** Reads one event and says whether the stream goes on; if not, {@code failure} says why. */
  private boolean step() {
    if (assembler.doneSeen() || assembler.error() != null) {
      return atEnd();
    }
    if (Thread.currentThread().isInterrupted()) {
      failure = located(ErrorKind.CANCELLED, null);
      return false;
    }
    listener.awaiting();
    SseEvent event;
    try {
      if (begun) {
        timer.reading();
      }
      event = events.next();
    } catch (IOException broken) {
      failure = located(broken);
      return false;
    }
    if (event == null) {
      return atEnd();
    }
    try {
      decoder.decode(event, assembler);
    } catch (IOException | JsonDataException malformed) {
      failure = located(ErrorKind.MALFORMED_RESPONSE, malformed.getClass().getName());
      return false;
    }
    if (!assembler.doneSeen() && assembler.error() == null) {
      listener.chunk(assembler.model());
    }
    count();
    return failure == null;
  }

  /** Takes note of an event that was read. */
  private void count() {
    if (assembler.takeProgress()) {
      timer.progressed();
    } else if (begun) {
      timer.stood();
    }
    eventCount++;
    Bounds bounds = exchange.bounds();
    if (eventCount > bounds.streamEvents()) {
      failure = tooLarge("It has more than " + bounds.streamEvents() + " events.");
    } else if (assembler.textBytes() > bounds.streamTextBytes()) {
      failure = tooLarge("Its text has more than " + bounds.streamTextBytes() + " bytes.");
    }
  }

  private ErrorDetails tooLarge(String hint) {
    return located(ErrorDetails.builder(ErrorKind.LIMIT_EXCEEDED).hint(hint).build());
  }

  private boolean atEnd() {
    ErrorDetails error = assembler.error();
    if (error != null) {
      failure = located(error);
    } else if (!assembler.complete()) {
      String hint = events.endedMidEvent() ? CUT : NO_STOP_REASON;
      failure = located(ErrorDetails.builder(ErrorKind.STREAM_TRUNCATED).hint(hint).build());
    }
    return false;
  }

  private ErrorDetails located(IOException broken) {
    ErrorDetails details = exchange.classify(broken);
    return located(
        begun && details.kind() == ErrorKind.TIMEOUT
            ? details.toBuilder().timer(timer.expired()).build()
            : details);
  }

  private ErrorDetails located(ErrorKind kind, @Nullable String causeType) {
    return located(ErrorDetails.builder(kind).causeType(causeType).build());
  }

  private ErrorDetails located(ErrorDetails details) {
    return exchange.located(details);
  }

  private void finish(StreamOutcome outcome, @Nullable ErrorDetails failure) {
    ChatResponse response = assembler.response();
    LlmException thrown = null;
    try (exchange) {
      response = listener.ended(outcome, response, failure);
    } finally {
      thrown = failure == null ? null : failed(failure, response);
      end = new End(outcome, response, thrown);
    }
    listener.closed(outcome, response, thrown);
  }

  private static LlmException failed(ErrorDetails failure, ChatResponse partial) {
    StreamOutcome outcome = outcome(failure.kind());
    return outcome == StreamOutcome.CANCELLED || outcome == StreamOutcome.CLIENT_CLOSED
        ? LlmException.from(failure)
        : StreamException.from(failure, outcome, partial);
  }

  private static StreamOutcome outcome(ErrorKind kind) {
    return switch (kind) {
      case CANCELLED -> StreamOutcome.CANCELLED;
      case CLIENT_CLOSED -> StreamOutcome.CLIENT_CLOSED;
      case STREAM_TRUNCATED -> StreamOutcome.TRUNCATED;
      case CONNECTION, TLS -> StreamOutcome.CONNECTION_LOST;
      case TIMEOUT -> StreamOutcome.TIMED_OUT;
      case MALFORMED_RESPONSE -> StreamOutcome.MALFORMED;
      case LIMIT_EXCEEDED -> StreamOutcome.LIMIT_EXCEEDED;
      default -> StreamOutcome.PROVIDER_ERROR;
    };
  }

  /** How a session ended. */
  record End(StreamOutcome outcome, ChatResponse response, @Nullable LlmException failure) {}

  private enum Phase {
    OPEN,
    READING,
    CANCELLED,
    CLOSED
  }
}
