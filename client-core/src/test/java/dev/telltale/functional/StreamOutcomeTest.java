package dev.telltale.functional;

import static dev.telltale.rig.PlainLines.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.telltale.CallCancelledException;
import dev.telltale.CallTimer;
import dev.telltale.ChatClient;
import dev.telltale.ChatStream;
import dev.telltale.LlmException;
import dev.telltale.StreamEvent;
import dev.telltale.StreamException;
import dev.telltale.StreamOutcome;
import dev.telltale.rig.FaultServer;
import dev.telltale.rig.PlainProvider;
import dev.telltale.rig.RecordedTelemetry;
import dev.telltale.telemetry.GenAi;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each way a stream ends: what its reader sees, and what its span says, once. */
@Timeout(20)
class StreamOutcomeTest {
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
  private static final String FIRST = event("id a-1", "model plain-1-0725", "text Po");
  private static final String FINISHED = event("finish stop");

  private final RecordedTelemetry recorded = RecordedTelemetry.create();
  private final List<AutoCloseable> toClose = new ArrayList<>(List.of(recorded));

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable closeable : toClose) {
      closeable.close();
    }
  }

  @Test
  void finishedAnswerIsCompleted() {
    ChatStream stream = open(send(FIRST, FINISHED, event("usage 3 5"), event("done")));

    List<StreamEvent> events = readAll(stream);

    assertThat(events).hasSize(3);
    assertThat(stream.response().text()).isEqualTo("Po");
    assertEnd(stream, StreamOutcome.COMPLETED, null, "stop");
  }

  @Test
  void finishedAnswerWithoutMarkIsCompleted() {
    ChatStream stream = open(send(FIRST, event("finish length")));

    readAll(stream);

    assertEnd(stream, StreamOutcome.COMPLETED, null, "length");
  }

  @Test
  void filteredAnswerEndsWell() {
    ChatStream stream = open(send(FIRST, event("finish content_filter"), event("done")));

    readAll(stream);

    assertEnd(stream, StreamOutcome.CONTENT_FILTERED, null, "content_filter");
  }

  @Test
  void readerMayCloseEarly() {
    ChatStream stream = open(stall(FIRST, event("finish1 stop")));
    Iterator<StreamEvent> events = stream.iterator();
    events.next();

    stream.close();

    assertThat(events.hasNext()).isFalse();
    assertThat(stream.response().text()).isEqualTo("Po");
    assertEnd(stream, StreamOutcome.CLOSED_EARLY, null, "error");
  }

  @Test
  void closeWithoutReadingIsEarly() {
    ChatStream stream = open(stall(FIRST));

    stream.close();
    stream.close();

    assertEnd(stream, StreamOutcome.CLOSED_EARLY, null, "error");
  }

  @Test
  void otherThreadCancelsWaitingReader() throws Exception {
    ChatStream stream = open(stall(FIRST));
    Reader reader = new Reader(stream);
    reader.awaitBlocked();

    stream.close();

    assertThat(reader.failure()).isInstanceOf(CallCancelledException.class);
    assertEnd(stream, StreamOutcome.CANCELLED, "cancelled", "error");
  }

  @Test
  void otherThreadCancelsBusyReader() throws Exception {
    ChatStream stream = open(send(FIRST, event("text rto"), FINISHED));
    Iterator<StreamEvent> events = stream.iterator();
    events.next();

    onOtherThread(stream::close);

    assertThatThrownBy(events::hasNext).isInstanceOf(CallCancelledException.class);
    assertEnd(stream, StreamOutcome.CANCELLED, "cancelled", "error");
  }

  @Test
  void interruptCancelsWaitingReader() throws Exception {
    ChatStream stream = open(stall(FIRST));
    Reader reader = new Reader(stream);
    reader.awaitBlocked();

    reader.thread.interrupt();

    assertThat(reader.failure()).isInstanceOf(CallCancelledException.class);
    assertThat(reader.interrupted).isTrue();
    assertEnd(stream, StreamOutcome.CANCELLED, "cancelled", "error");
  }

  @Test
  void interruptCancelsBusyReader() {
    ChatStream stream = open(send(FIRST, event("text rto"), FINISHED));
    Iterator<StreamEvent> events = stream.iterator();
    events.next();

    Thread.currentThread().interrupt();
    Throwable failure = catchThrowable(events::hasNext);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(failure).isInstanceOf(CallCancelledException.class);
    assertEnd(stream, StreamOutcome.CANCELLED, "cancelled", "error");
  }

  @Test
  void closedClientEndsStream() throws Exception {
    FaultServer server = serve(stall(FIRST));
    ChatClient client = client(ChatClient.builder(PlainProvider.at(server.url())));
    ChatStream stream = client.stream("Porto?");
    Reader reader = new Reader(stream);
    reader.awaitBlocked();

    client.close();

    assertThat(reader.failure()).isInstanceOf(CallCancelledException.class);
    assertEnd(stream, StreamOutcome.CLIENT_CLOSED, "cancelled", "error");
  }

  @Test
  void endBeforeFinishIsTruncated() {
    ChatStream stream = open(send(FIRST, event("usage 3 5")));

    StreamException failure = failureOf(stream);

    assertThat(failure.partial().text()).isEqualTo("Po");
    assertThat(failure.partial().usage().inputTokens()).hasValue(3);
    assertThat(failure.partial().report().chunks()).isEqualTo(2);
    assertEnd(stream, StreamOutcome.TRUNCATED, "stream_truncated", "error");
  }

  @Test
  void oneUnfinishedChoiceIsTruncated() {
    ChatStream stream = open(send(FIRST, event("text1 Li"), event("finish1 stop")));

    failureOf(stream);

    assertEnd(stream, StreamOutcome.TRUNCATED, "stream_truncated", "error", "stop");
  }

  @Test
  void errorEventFailsWithItsCode() {
    ChatStream stream = open(send(FIRST, event("error rate_limit_exceeded")));

    failureOf(stream);

    assertEnd(stream, StreamOutcome.PROVIDER_ERROR, "rate_limit_exceeded", "error");
  }

  @Test
  void unknownErrorCodeIsNotRepeated() {
    ChatStream stream = open(send(FIRST, event("error user-4711-is-blocked")));

    failureOf(stream);

    assertEnd(stream, StreamOutcome.PROVIDER_ERROR, "_OTHER", "error");
  }

  @Test
  void brokenConnectionIsLost() {
    ChatStream stream =
        open(
            connection -> {
              connection.send(
                  "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                      + "Content-Length: 5000\r\n\r\n"
                      + FIRST);
              connection.end();
            });

    failureOf(stream);

    assertEnd(stream, StreamOutcome.CONNECTION_LOST, "java.net.ProtocolException", "error");
  }

  @Test
  void silenceBeyondIdleTimeoutTimesOut() {
    FaultServer server = serve(stall(FIRST));
    ChatClient client =
        client(
            ChatClient.builder(PlainProvider.at(server.url()))
                .streamIdleTimeout(Duration.ofMillis(100)));
    ChatStream stream = client.stream("Porto?");

    StreamException failure = failureOf(stream);

    assertThat(failure).hasMessageContaining("streamIdleTimeout");
    assertThat(failure.timer()).isEqualTo(CallTimer.STREAM_IDLE);
    assertEnd(stream, StreamOutcome.TIMED_OUT, "timeout", "error");
  }

  @Test
  void eventOutsideProtocolIsMalformed() {
    ChatStream stream = open(send(FIRST, event("quux"), FINISHED));

    failureOf(stream);

    assertEnd(stream, StreamOutcome.MALFORMED, "parse_error", "error");
  }

  @Test
  void bugOfDecoderPassesAndEndsStream() {
    ChatStream stream = open(send(FIRST, event("bug here"), FINISHED));
    Iterator<StreamEvent> events = stream.iterator();
    events.next();

    assertThatThrownBy(events::hasNext).isInstanceOf(UnsupportedOperationException.class);

    assertThatThrownBy(events::hasNext).isInstanceOf(StreamException.class);
    assertEnd(stream, StreamOutcome.MALFORMED, "parse_error", "error");
  }

  @Test
  void hugeEventExceedsLimit() {
    FaultServer server = serve(send(FIRST, event("text " + "x".repeat(2_000)), FINISHED));
    ChatClient client =
        client(ChatClient.builder(PlainProvider.at(server.url())).maxBodyBytes(1_000));
    ChatStream stream = client.stream("Porto?");

    failureOf(stream);

    assertEnd(stream, StreamOutcome.LIMIT_EXCEEDED, "limit_exceeded", "error");
  }

  @Test
  void forgottenStreamIsAbandoned() {
    openAndForget();

    while (recorded.spans().isEmpty() && !Thread.currentThread().isInterrupted()) {
      System.gc();
    }

    assertRecordedEnd("abandoned", "error");
  }

  @Test
  void errorAsFirstEventFailsTheCall() {
    FaultServer server = serve(send(event("id a-1", "error server_error")));
    ChatClient client = client(ChatClient.builder(PlainProvider.at(server.url())));

    StreamException failure = (StreamException) catchThrowable(() -> client.stream("Porto?"));

    assertThat(failure.outcome()).isEqualTo(StreamOutcome.PROVIDER_ERROR);
    assertThat(recorded.span().getAttributes().get(GenAi.RESPONSE_ID)).isEqualTo("a-1");
    assertThat(recorded.histogram(GenAi.TIME_TO_FIRST_CHUNK)).isEmpty();
    assertRecordedEnd("server_error", "error");
  }

  @Test
  void emptyBodyFailsTheCall() {
    FaultServer server = serve(send());
    ChatClient client = client(ChatClient.builder(PlainProvider.at(server.url())));

    StreamException failure = (StreamException) catchThrowable(() -> client.stream("Porto?"));

    assertThat(failure.outcome()).isEqualTo(StreamOutcome.TRUNCATED);
    assertRecordedEnd("stream_truncated", "error");
  }

  private void openAndForget() {
    open(stall(FIRST));
  }

  private ChatStream open(FaultServer.Script script) {
    FaultServer server = serve(script);
    return client(ChatClient.builder(PlainProvider.at(server.url()))).stream("Porto?");
  }

  private FaultServer serve(FaultServer.Script script) {
    FaultServer server = FaultServer.start(script);
    toClose.add(server);
    return server;
  }

  private ChatClient client(ChatClient.Builder builder) {
    ChatClient client = builder.telemetry(recorded.telemetry()).build();
    toClose.add(client);
    return client;
  }

  private static FaultServer.Script send(String... events) {
    return connection -> {
      connection.send(HEAD + String.join("", events));
      connection.end();
    };
  }

  private static FaultServer.Script stall(String... events) {
    return connection -> {
      connection.send(HEAD + String.join("", events));
      connection.awaitEnd();
    };
  }

  private static List<StreamEvent> readAll(ChatStream stream) {
    List<StreamEvent> events = new ArrayList<>();
    stream.forEach(events::add);
    return events;
  }

  private static StreamException failureOf(ChatStream stream) {
    LlmException failure = (LlmException) catchThrowable(() -> readAll(stream));
    assertThat(failure).isInstanceOf(StreamException.class);
    StreamException ended = (StreamException) failure;
    assertThat(stream.outcome()).hasValue(ended.outcome());
    return ended;
  }

  private static void onOtherThread(Runnable task) throws Exception {
    Thread thread = new Thread(task);
    thread.start();
    thread.join();
  }

  private void assertEnd(
      ChatStream stream, StreamOutcome outcome, @Nullable String errorType, String... reasons) {
    assertThat(stream.outcome()).hasValue(outcome);
    stream.close();
    assertThat(stream.outcome()).hasValue(outcome);
    assertRecordedEnd(errorType, reasons);
  }

  private void assertRecordedEnd(@Nullable String errorType, String... reasons) {
    SpanData span = recorded.span();
    assertThat(span.getAttributes().get(GenAi.RESPONSE_FINISH_REASONS)).containsExactly(reasons);
    assertThat(span.getAttributes().get(GenAi.ERROR_TYPE)).isEqualTo(errorType);
    assertThat(span.getStatus().getStatusCode())
        .isEqualTo(errorType == null ? StatusCode.UNSET : StatusCode.ERROR);
    List<HistogramPointData> durations = recorded.histogram(GenAi.OPERATION_DURATION);
    assertThat(durations).hasSize(1);
    assertThat(durations.get(0).getCount()).isEqualTo(1);
    assertThat(durations.get(0).getAttributes().get(GenAi.ERROR_TYPE)).isEqualTo(errorType);
  }

  /** Reads a stream on a thread of its own until it fails. */
  private static final class Reader {
    private final CountDownLatch first = new CountDownLatch(1);
    private final FutureTask<Throwable> reading;
    private final Thread thread;
    private volatile boolean interrupted;

    Reader(ChatStream stream) {
      this.reading = new FutureTask<>(() -> catchThrowable(() -> read(stream)));
      this.thread = new Thread(reading, "reader");
      thread.start();
    }

    /** Waits until the reader waits for bytes. */
    void awaitBlocked() throws InterruptedException {
      first.await();
      while (!inSocket(thread.getStackTrace()) && !Thread.currentThread().isInterrupted()) {
        Thread.onSpinWait();
      }
    }

    private static boolean inSocket(StackTraceElement[] stack) {
      return stack.length > 0 && stack[0].getClassName().startsWith("sun.nio.ch.");
    }

    Throwable failure() throws Exception {
      return reading.get();
    }

    private void read(ChatStream stream) {
      Iterator<StreamEvent> events = stream.iterator();
      events.next();
      first.countDown();
      try {
        events.next();
      } finally {
        interrupted = Thread.currentThread().isInterrupted();
      }
    }
  }
}
