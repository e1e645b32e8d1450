package dev.telltale.functional;

import static dev.telltale.rig.PlainLines.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.telltale.CallCancelledException;
import dev.telltale.CallOptions;
import dev.telltale.CallReport;
import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.ChatStream;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.RetryPolicy;
import dev.telltale.StreamException;
import dev.telltale.rig.PlainProvider;
import dev.telltale.rig.RecordedTelemetry;
import dev.telltale.telemetry.GenAi;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a call that is tried again does on the wire, and what is seen of it. */
@Timeout(10)
final class RetryTest {
  private static final RetryPolicy QUICK =
      RetryPolicy.builder().backoff(Duration.ofMillis(1), Duration.ofMillis(2)).build();

  @StartStop private final MockWebServer server = new MockWebServer();

  private final RecordedTelemetry recorded = RecordedTelemetry.create();

  @AfterEach
  void close() {
    recorded.close();
  }

  @Test
  void triesAgainUntilAnAnswerComes() {
    server.enqueue(status(503));
    server.enqueue(status(500));
    server.enqueue(answer("text Porto\nfinish stop"));

    ChatResponse response = chat(CallOptions.none());

    assertThat(response.text()).isEqualTo("Porto");
    assertThat(server.getRequestCount()).isEqualTo(3);
    assertThat(response.report().attempts())
        .extracting(CallReport.Attempt::status)
        .containsExactly(OptionalInt.of(503), OptionalInt.of(500), OptionalInt.of(200));
    assertThat(response.report().retryWait()).isPositive();
  }

  @Test
  void everyAttemptSendsTheSameBody() throws InterruptedException {
    server.enqueue(status(503));
    server.enqueue(answer("finish stop"));

    chat(CallOptions.none());

    assertThat(server.takeRequest().getBody()).isEqualTo(server.takeRequest().getBody());
  }

  @Test
  void successAfterRetriesIsOneSpanWithoutError() {
    server.enqueue(status(503));
    server.enqueue(answer("finish stop"));

    chat(CallOptions.none());

    SpanData span = recorded.span();
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(span.getAttributes().get(GenAi.ERROR_TYPE)).isNull();
    assertThat(span.getEvents()).hasSize(1);
    assertThat(span.getEvents().get(0).getName()).isEqualTo(GenAi.RETRY_EVENT);
    assertThat(span.getEvents().get(0).getAttributes().get(GenAi.RETRY_ATTEMPT)).isEqualTo(1);
    assertThat(span.getEvents().get(0).getAttributes().get(GenAi.ERROR_TYPE)).isEqualTo("503");
    assertThat(recorded.histogram(GenAi.OPERATION_DURATION)).hasSize(1);
    assertThat(retriesCounted()).isEqualTo(1);
  }

  @Test
  void givesUpAfterTheLastAttemptWithItsFailure() {
    for (int attempt = 0; attempt < 3; attempt++) {
      server.enqueue(status(503));
    }

    LlmException failure = failure(CallOptions.none());

    assertThat(failure.status()).hasValue(503);
    assertThat(failure.report().attempts())
        .hasSize(3)
        .allSatisfy(attempt -> assertThat(attempt.failure()).isEqualTo(ErrorKind.SERVER));
    assertThat(recorded.span().getAttributes().get(GenAi.ERROR_TYPE)).isEqualTo("503");
  }

  @Test
  void callMayOverruleTheClient() {
    server.enqueue(status(503));

    failure(CallOptions.builder().retry(RetryPolicy.none()).build());

    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void refusedRequestIsNotTriedAgain() {
    server.enqueue(status(400));

    failure(CallOptions.none());

    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void longServerWaitEndsTheCallAtOnce() {
    server.enqueue(status(429).newBuilder().addHeader("Retry-After", "300").build());

    LlmException failure = failure(CallOptions.none());

    assertThat(failure.retryAfter()).contains(Duration.ofMinutes(5));
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void waitPastTheDeadlineIsNotBegun() {
    server.enqueue(status(429).newBuilder().addHeader("Retry-After", "30").build());

    LlmException failure = failure(CallOptions.builder().deadline(Duration.ofSeconds(20)).build());

    assertThat(failure.kind()).isEqualTo(ErrorKind.RATE_LIMIT);
    assertThat(failure.report().duration()).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void deadlineThatIsOverBeforeTheCallIsSentStillCounts() {
    server.enqueue(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());

    LlmException failure = failure(CallOptions.builder().deadline(Duration.ofNanos(1)).build());

    assertThat(failure.kind()).isEqualTo(ErrorKind.TIMEOUT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "text/html; charset=utf-8", "Text/HTML;charset=UTF-8"})
  void webPageInPlaceOfAnAnswerIsNamed(String type) {
    server.enqueue(
        new MockResponse.Builder().addHeader("Content-Type", type).body("<p>Hi").build());

    LlmException failure = failure(CallOptions.none());

    assertThat(failure.kind()).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
    assertThat(failure).hasMessageContaining("web page").hasMessageNotContaining("Hi");
  }

  @Test
  void connectionThatBreaksBeforeAnAnswerIsTriedAgain() {
    server.enqueue(
        new MockResponse.Builder()
            .onResponseStart(new SocketEffect.CloseSocket(true, false, false))
            .build());
    server.enqueue(answer("text Porto\nfinish stop"));

    ChatResponse response = chat(CallOptions.none());

    assertThat(response.text()).isEqualTo("Porto");
    assertThat(response.report().attempts().get(0).failure()).isEqualTo(ErrorKind.CONNECTION);
    assertThat(response.report().attempts().get(0).status()).isEmpty();
  }

  @Test
  void streamIsTriedAgainBeforeItsFirstEvent() {
    server.enqueue(status(503));
    server.enqueue(stream(": nothing yet\n\n"));
    server.enqueue(stream(event("text Porto") + event("finish stop") + event("done")));

    try (ChatClient client = client();
        ChatStream stream = client.stream("Where?")) {
      assertThat(stream.forEachText(text -> {}).text()).isEqualTo("Porto");
      assertThat(stream.response().report().attempts()).hasSize(3);
    }

    assertThat(server.getRequestCount()).isEqualTo(3);
    assertThat(recorded.spans()).hasSize(1);
  }

  @Test
  void streamIsNeverTriedAgainAfterItsFirstEvent() {
    server.enqueue(stream(event("text Po")));

    try (ChatClient client = client();
        ChatStream stream = client.stream("Where?")) {
      StreamException failure =
          catchThrowableOfType(StreamException.class, () -> stream.forEachText(text -> {}));

      assertThat(failure.partial().text()).isEqualTo("Po");
      assertThat(failure.report().attempts()).hasSize(1);
    }

    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void closingTheClientEndsTheWait() throws InterruptedException {
    server.enqueue(status(429).newBuilder().addHeader("Retry-After", "60").build());
    ChatClient client = client();
    Thread closer = new Thread(() -> closeOnceAsked(client));
    closer.start();

    CallCancelledException failure =
        catchThrowableOfType(CallCancelledException.class, () -> client.chat("Where?"));

    assertThat(failure.kind()).isEqualTo(ErrorKind.CLIENT_CLOSED);
    assertThat(failure.report().attempts()).hasSize(1);
    closer.join();
  }

  @Test
  void interruptEndsTheWaitAndStaysSet() throws InterruptedException {
    server.enqueue(status(429).newBuilder().addHeader("Retry-After", "60").build());
    Thread caller = Thread.currentThread();
    CountDownLatch done = new CountDownLatch(1);
    Thread interrupter = new Thread(() -> interruptUntil(caller, done));
    interrupter.start();

    CallCancelledException failure =
        catchThrowableOfType(CallCancelledException.class, () -> chat(CallOptions.none()));

    done.countDown();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(failure.kind()).isEqualTo(ErrorKind.CANCELLED);
    assertThat(server.getRequestCount()).isEqualTo(1);
    interrupter.join();
  }

  private ChatClient client() {
    return ChatClient.builder(PlainProvider.at(server.url("/").toString()))
        .telemetry(recorded.telemetry())
        .retry(QUICK)
        .build();
  }

  private ChatResponse chat(CallOptions options) {
    try (ChatClient client = client()) {
      return client.chat(ChatRequest.of("Where?"), options);
    }
  }

  private LlmException failure(CallOptions options) {
    return catchThrowableOfType(LlmException.class, () -> chat(options));
  }

  private long retriesCounted() {
    return recorded.metrics().stream()
        .filter(metric -> metric.getName().equals(GenAi.RETRIES))
        .flatMap(metric -> metric.getLongSumData().getPoints().stream())
        .mapToLong(point -> point.getValue())
        .sum();
  }

  private void closeOnceAsked(ChatClient client) {
    try {
      server.takeRequest();
      client.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void interruptUntil(Thread caller, CountDownLatch done) {
    try {
      server.takeRequest();
      // The answer may still be on its way; the wait that follows must not begin then.
      caller.interrupt();
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static MockResponse status(int status) {
    return new MockResponse.Builder().code(status).body("broken").build();
  }

  private static MockResponse answer(String lines) {
    return new MockResponse.Builder().body(lines).build();
  }

  private static MockResponse stream(String events) {
    return new MockResponse.Builder()
        .addHeader("Content-Type", "text/event-stream")
        .chunkedBody(events, 64)
        .build();
  }
}
