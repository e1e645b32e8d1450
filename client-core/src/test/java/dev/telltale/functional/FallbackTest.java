package dev.telltale.functional;

import static dev.telltale.rig.PlainLines.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.telltale.CallOptions;
import dev.telltale.CallReport;
import dev.telltale.ChatClient;
import dev.telltale.ChatInterceptor;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.ChatStream;
import dev.telltale.Cost;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.RetryPolicy;
import dev.telltale.StreamException;
import dev.telltale.Telemetry;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.rig.PlainProvider;
import dev.telltale.rig.RecordedTelemetry;
import dev.telltale.telemetry.GenAi;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which candidate a call with fallbacks is sent to, and what is seen of it. */
@Timeout(10)
final class FallbackTest {
  private static final String ANSWER = "model plain-1-a\ntext Porto\nusage 3 5\nfinish stop";

  @StartStop private final MockWebServer first = new MockWebServer();
  @StartStop private final MockWebServer second = new MockWebServer();

  private final RecordedTelemetry recorded = RecordedTelemetry.create();

  @AfterEach
  void close() {
    recorded.close();
  }

  @Test
  void availableCandidateServesAlone() {
    first.enqueue(answer(ANSWER));

    ChatResponse response = chat(builder(), ChatRequest.of("Where?"));

    assertThat(response.report().candidates())
        .containsExactly(new CallReport.Candidate("one", "plain-1", null));
    assertThat(second.getRequestCount()).isZero();
    assertThat(parent().getAttributes().get(GenAi.FALLBACK_CANDIDATES)).isEqualTo(1);
    assertThat(inferences()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 503})
  void unavailableCandidateIsPassedOver(int status) {
    first.enqueue(status(status));
    second.enqueue(answer(ANSWER));

    ChatResponse response = chat(builder(), ChatRequest.of("Where?"));

    assertThat(response.text()).isEqualTo("Porto");
    assertThat(response.report().provider()).isEqualTo("two");
    assertThat(response.report().model()).isEqualTo("plain-2");
    assertThat(response.report().candidates()).hasSize(2);
    assertThat(response.report().candidates().get(0).failure()).isNotNull();
    assertThat(response.report().candidates().get(1).failure()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {307, 400, 401, 403, 404, 409, 422})
  void refusedRequestIsAskedOfNobodyElse(int status) {
    first.enqueue(status(status));

    LlmException failure = failure(builder());

    assertThat(failure.status()).hasValue(status);
    assertThat(failure.report().candidates()).hasSize(1);
    assertThat(second.getRequestCount()).isZero();
  }

  @Test
  void nobodyElseIsAskedWithoutTimeForIt() {
    LlmException failure = failure(builder().deadline(Duration.ofMillis(1)));

    assertThat(failure.kind()).isEqualTo(ErrorKind.TIMEOUT);
    assertThat(failure.report().candidates()).hasSize(1);
    assertThat(inferences()).hasSize(1);
  }

  @Test
  void retriesComeBeforeTheFallback() {
    first.enqueue(status(503));
    first.enqueue(status(503));
    second.enqueue(status(503));
    second.enqueue(answer(ANSWER));
    RetryPolicy once =
        RetryPolicy.builder()
            .maxRetries(1)
            .backoff(Duration.ofMillis(1), Duration.ofMillis(1))
            .build();

    ChatResponse response = chat(builder().retry(once), ChatRequest.of("Where?"));

    assertThat(response.report().attempts())
        .extracting(attempt -> attempt.provider() + attempt.number())
        .containsExactly("one1", "one2", "two1", "two2");
  }

  @Test
  void refusedConnectionLeadsToTheNext() {
    ChatClient.Builder builder = builder();
    first.close();
    second.enqueue(answer(ANSWER));

    ChatResponse response = chat(builder, ChatRequest.of("Where?"));

    assertThat(response.report().candidates().get(0).failure()).isEqualTo(ErrorKind.CONNECTION);
  }

  @Test
  void deadlineIsSharedByAll() {
    first.enqueue(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());

    LlmException failure = failure(builder().deadline(Duration.ofMillis(200)));

    assertThat(failure.kind()).isEqualTo(ErrorKind.TIMEOUT);
    assertThat(second.getRequestCount()).isZero();
  }

  @Test
  void everySpanOfOneCallHasOneParent() {
    first.enqueue(status(503));
    second.enqueue(answer(ANSWER));

    chat(builder(), ChatRequest.of("Where?"));

    SpanData parent = parent();
    assertThat(parent.getKind()).isEqualTo(SpanKind.INTERNAL);
    assertThat(parent.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(parent.getAttributes().get(GenAi.FALLBACK_CANDIDATES)).isEqualTo(2);
    assertThat(parent.getAttributes().get(GenAi.FALLBACK_PROVIDER)).isEqualTo("two");
    assertThat(parent.getAttributes().get(GenAi.FALLBACK_MODEL)).isEqualTo("plain-2");
    assertThat(parent.getEvents()).hasSize(1);
    assertThat(parent.getEvents().get(0).getAttributes().asMap())
        .containsEntry(GenAi.PROVIDER_NAME, "one")
        .containsEntry(GenAi.ERROR_TYPE, "503");
    assertThat(inferences())
        .hasSize(2)
        .allSatisfy(span -> assertThat(span.getParentSpanId()).isEqualTo(parent.getSpanId()))
        .extracting(span -> span.getAttributes().get(GenAi.PROVIDER_NAME))
        .containsExactly("one", "two");
  }

  @Test
  void usageAndCostAreCountedOnce() {
    first.enqueue(status(503));
    second.enqueue(answer(ANSWER));
    Telemetry priced =
        Telemetry.builder()
            .openTelemetry(recorded.openTelemetry())
            .costModel(call -> Cost.of(new BigDecimal("0.25"), "v7", List.of()))
            .build();

    try (ChatClient client = builder().telemetry(priced).build()) {
      client.chat("Where?");
    }

    assertThat(recorded.histogram(GenAi.TOKEN_USAGE)).hasSize(2);
    assertThat(recorded.histogram(GenAi.TOKEN_USAGE))
        .allSatisfy(point -> assertThat(point.getCount()).isEqualTo(1));
    assertThat(inferences())
        .filteredOn(span -> span.getAttributes().get(GenAi.USAGE_COST_AMOUNT) != null)
        .hasSize(1);
    assertThat(parent().getAttributes().get(GenAi.USAGE_COST_AMOUNT)).isNull();
  }

  @Test
  void failureOfTheLastHoldsThoseBefore() {
    first.enqueue(status(503));
    second.enqueue(status(401));

    LlmException failure = failure(builder());

    assertThat(failure.kind()).isEqualTo(ErrorKind.AUTHENTICATION);
    assertThat(failure.getSuppressed()).hasSize(1);
    assertThat(failure.report().candidates())
        .extracting(CallReport.Candidate::failure)
        .containsExactly(ErrorKind.SERVER, ErrorKind.AUTHENTICATION);
    assertThat(parent().getAttributes().get(GenAi.ERROR_TYPE)).isEqualTo("401");
  }

  @Test
  void oneFailureOfTwoCandidatesIsNotItsOwnCause() {
    LlmException same =
        LlmException.from(ErrorDetails.builder(ErrorKind.OVERLOADED).status(503).build());
    ChatInterceptor failing =
        new ChatInterceptor() {
          @Override
          public ChatResponse intercept(Chain chain) {
            throw same;
          }
        };

    LlmException failure = failure(builder().attemptInterceptor(failing));

    assertThat(failure).hasMessage(same.getMessage());
    assertThat(failure.getSuppressed()).hasSize(1).doesNotContain(failure);
    assertThat(same.getSuppressed()).isEmpty();
  }

  @Test
  void streamMovesOnBeforeItsFirstEvent() {
    first.enqueue(stream(": nothing yet\n\n"));
    second.enqueue(stream(event("text Porto") + event("finish stop") + event("done")));

    try (ChatClient client = builder().build();
        ChatStream stream = client.stream("Where?")) {
      assertThat(recorded.spans()).as("ended while the stream is open").hasSize(1);
      assertThat(stream.forEachText(text -> {}).text()).isEqualTo("Porto");
      assertThat(stream.response().report().provider()).isEqualTo("two");
    }

    assertThat(inferences()).hasSize(2);
    assertThat(parent().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
  }

  @Test
  void streamStaysAfterItsFirstEvent() {
    first.enqueue(stream(event("text Po")));

    try (ChatClient client = builder().build();
        ChatStream stream = client.stream("Where?")) {
      assertThatExceptionOfType(StreamException.class)
          .isThrownBy(() -> stream.forEachText(text -> {}));
    }

    assertThat(second.getRequestCount()).isZero();
    assertThat(parent().getAttributes().get(GenAi.ERROR_TYPE)).isEqualTo("stream_truncated");
  }

  @Test
  void modelOfTheFallbackIsItsOwn() {
    first.enqueue(status(503));
    second.enqueue(answer(ANSWER));

    ChatResponse response =
        chat(builder(), ChatRequest.builder().model("big-1").user("Where?").build());

    assertThat(response.report().candidates())
        .extracting(CallReport.Candidate::model)
        .containsExactly("big-1", "plain-2");
  }

  @Test
  void fallbackWithoutModelIsAskedForTheRequests() {
    first.enqueue(status(503));
    second.enqueue(answer(ANSWER));
    ChatClient.Builder sameVendor =
        quick(ChatClient.builder(one()).fallback(two().named("two", "plain-2")));

    ChatResponse response =
        chat(sameVendor, ChatRequest.builder().model("big-1").user("Where?").build());

    assertThat(response.report().model()).isEqualTo("big-1");
  }

  @Test
  void missingModelIsFoundBeforeAnythingIsSent() {
    ChatClient.Builder builder = quick(ChatClient.builder(one()).fallback(two()));

    assertThatIllegalStateException()
        .isThrownBy(() -> chat(builder, ChatRequest.of("Where?")))
        .withMessageContaining("provider two");

    assertThat(first.getRequestCount()).isZero();
    assertThat(recorded.started()).isZero();
  }

  @Test
  void fallbackThatCannotExpressTheRequestIsPassedOver() {
    first.enqueue(status(503));
    PlainProvider unable =
        two()
            .whenEncoding(
                () -> {
                  throw new IllegalArgumentException("No tools here");
                });

    List<String> told = new ArrayList<>();
    Telemetry telemetry =
        Telemetry.builder()
            .openTelemetry(recorded.openTelemetry())
            .listener(ended -> told.add(ended.errorType()))
            .build();
    ChatClient.Builder builder = quick(ChatClient.builder(one()).fallback(unable, "plain-2"));

    LlmException failure = failure(builder.telemetry(telemetry));

    assertThat(failure.status()).hasValue(503);
    assertThat(failure.getSuppressed()[0]).hasMessage("No tools here");
    assertThat(told).containsExactly("503");
    assertThat(failure.report().candidates().get(1).failure()).isEqualTo(ErrorKind.BAD_REQUEST);
    assertThat(inferences()).hasSize(2);
  }

  @Test
  void blankModelIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ChatClient.builder(one()).fallback(two(), " "));
  }

  private ChatClient.Builder builder() {
    return quick(ChatClient.builder(one()).fallback(two(), "plain-2"));
  }

  private ChatClient.Builder quick(ChatClient.Builder builder) {
    return builder.telemetry(recorded.telemetry()).retry(RetryPolicy.none());
  }

  private PlainProvider one() {
    return PlainProvider.at(first.url("/").toString()).named("one", "plain-1");
  }

  private PlainProvider two() {
    return PlainProvider.at(second.url("/").toString()).named("two", null);
  }

  private static ChatResponse chat(ChatClient.Builder builder, ChatRequest request) {
    try (ChatClient client = builder.build()) {
      return client.chat(request, CallOptions.none());
    }
  }

  private static LlmException failure(ChatClient.Builder builder) {
    return catchThrowableOfType(LlmException.class, () -> chat(builder, ChatRequest.of("Where?")));
  }

  private SpanData parent() {
    assertThat(recorded.spans()).hasSize(recorded.started());
    return recorded.spans().stream()
        .filter(span -> span.getName().equals(GenAi.FALLBACK_SPAN))
        .findFirst()
        .orElseThrow();
  }

  private List<SpanData> inferences() {
    return recorded.spans().stream().filter(span -> span.getKind() == SpanKind.CLIENT).toList();
  }

  private static MockResponse status(int status) {
    return new MockResponse.Builder().code(status).addHeader("Location", "/").body("no").build();
  }

  private static MockResponse answer(String lines) {
    return new MockResponse.Builder().body(lines).build();
  }

  private static MockResponse stream(String events) {
    return new MockResponse.Builder()
        .addHeader("Content-Type", "text/event-stream")
        .body(events)
        .build();
  }
}
