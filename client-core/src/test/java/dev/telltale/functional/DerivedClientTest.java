package dev.telltale.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.telltale.BreakerPolicy;
import dev.telltale.Budget;
import dev.telltale.CallOptions;
import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.ChatStream;
import dev.telltale.Cost;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.Telemetry;
import dev.telltale.provider.TelemetryKey;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.PlainProvider;
import dev.telltale.rig.RecordedTelemetry;
import dev.telltale.telemetry.GenAi;
import io.opentelemetry.api.common.AttributeKey;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client derived from another shares with it, and what it does not. */
@Timeout(10)
class DerivedClientTest {
  private static final AttributeKey<String> TEAM = AttributeKey.stringKey("team");

  @StartStop private final MockWebServer server = new MockWebServer();
  private final RecordedTelemetry recorded = RecordedTelemetry.create();

  @AfterEach
  void closeTelemetry() {
    recorded.close();
  }

  @Test
  void itsOptionsAreThoseOfEveryCall() throws Exception {
    answer();
    CallOptions team =
        CallOptions.builder().tag("team", "blue").header("x-team", "b").conversationId("c").build();

    try (ChatClient client = client()) {
      client.with(team).chat("Porto?");
    }

    RecordedRequest sent = server.takeRequest();
    assertThat(sent.getHeaders().get("x-team")).isEqualTo("b");
    assertThat(recorded.span().getAttributes().get(TEAM)).isEqualTo("blue");
    assertThat(recorded.span().getAttributes().get(GenAi.CONVERSATION_ID)).isEqualTo("c");
  }

  @Test
  void whatTheCallSaysWins() {
    answer();
    CallOptions derived = CallOptions.builder().tag("team", "blue").conversationId("c").build();
    CallOptions call = CallOptions.builder().tag("team", "red").build();

    try (ChatClient client = client()) {
      client.with(derived).chat(ChatRequest.of("Porto?"), call);
    }

    assertThat(recorded.span().getAttributes().get(TEAM)).isEqualTo("red");
    assertThat(recorded.span().getAttributes().get(GenAi.CONVERSATION_ID)).isEqualTo("c");
  }

  @Test
  void derivedTwiceItHasBoth() {
    answer();

    try (ChatClient client = client()) {
      client
          .with(CallOptions.builder().tag("team", "blue").build())
          .withModel("plain-9")
          .with(CallOptions.builder().conversationId("c").build())
          .chat("Porto?");
    }

    assertThat(recorded.span().getName()).isEqualTo("chat plain-9");
    assertThat(recorded.span().getAttributes().get(TEAM)).isEqualTo("blue");
    assertThat(recorded.span().getAttributes().get(GenAi.CONVERSATION_ID)).isEqualTo("c");
  }

  @Test
  void modelOfTheRequestWins() {
    answer();
    ChatRequest request = ChatRequest.builder().model("plain-2").user("Porto?").build();

    try (ChatClient client = client()) {
      client.withModel("plain-9").chat(request);
    }

    assertThat(recorded.span().getName()).isEqualTo("chat plain-2");
  }

  @Test
  void derivedOnesTellTheSameValuesApartOnMetrics() {
    AtomicInteger calls = new AtomicInteger();
    TelemetryKey tier =
        new TelemetryKey("openai.response.service_tier", TelemetryKey.Scope.SPAN_AND_METRICS);
    PlainProvider provider =
        PlainProvider.at("http://localhost:" + server.getPort())
            .describingAnswers(answer -> answer.put(tier, "tier-" + calls.incrementAndGet()));

    try (ChatClient client = ChatClient.builder(provider).telemetry(recorded.telemetry()).build()) {
      for (int i = 0; i < 25; i++) {
        answer();
        client.with(recorded.telemetry()).chat("Porto?");
      }
    }

    assertThat(recorded.histogram(GenAi.OPERATION_DURATION)).hasSize(21);
  }

  @Test
  void itReportsElsewhere() {
    answer();
    answer();

    try (RecordedTelemetry tenant = RecordedTelemetry.create();
        ChatClient client = client()) {
      client.with(tenant.telemetry()).chat("Porto?");
      assertThat(recorded.started()).isZero();
      client.chat("Porto?");

      assertThat(tenant.started()).isEqualTo(1);
      assertThat(recorded.started()).isEqualTo(1);
    }
  }

  @Test
  void connectionsAreShared() throws Exception {
    answer();
    answer();

    try (ChatClient client = client()) {
      client.chat("Porto?");
      client.with(Telemetry.off()).chat("Porto?");
    }

    assertThat(server.takeRequest().getConnectionIndex()).isZero();
    assertThat(server.takeRequest().getConnectionIndex()).isZero();
  }

  @Test
  void breakerIsShared() {
    server.enqueue(new MockResponse.Builder().code(503).build());
    BreakerPolicy one = BreakerPolicy.builder().window(1).build();

    try (ChatClient client = builder().breaker(one).build()) {
      ChatClient derived = client.with(Telemetry.off());
      assertThatThrownBy(() -> client.chat("Porto?")).isInstanceOf(LlmException.class);
      LlmException refused = catchThrowableOfType(LlmException.class, () -> derived.chat("Porto?"));

      assertThat(refused.kind()).isEqualTo(ErrorKind.REJECTED);
      assertThat(server.getRequestCount()).isEqualTo(1);
    }
  }

  @Test
  void closingItLeavesTheOtherOpen() {
    answer();
    answer();

    try (ChatClient client = client()) {
      try (ChatClient derived = client.with(CallOptions.none())) {
        derived.chat("Porto?");
      }
      client.chat("Porto?");
    }

    assertThat(recorded.started()).isEqualTo(2);
  }

  @Test
  void closingTheFirstEndsItsCalls() {
    server.enqueue(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
    ChatClient client = client();
    ChatClient derived = client.with(Telemetry.off()).withModel("plain-9");

    CompletableFuture<ChatResponse> later = derived.chatAsync("Porto?");
    client.close();

    assertThatThrownBy(later::get)
        .isInstanceOf(ExecutionException.class)
        .extracting(thrown -> ((LlmException) thrown.getCause()).kind())
        .isEqualTo(ErrorKind.CLIENT_CLOSED);
    assertThatThrownBy(() -> derived.chat("Porto?")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void streamsAreDerivedToo() {
    server.enqueue(
        new MockResponse.Builder()
            .addHeader("Content-Type", "text/event-stream")
            .body("data: text Porto\n\ndata: finish stop\n\n")
            .build());

    try (ChatClient client = client();
        ChatStream stream =
            client.with(CallOptions.builder().tag("team", "blue").build()).stream("Porto?")) {
      stream.forEachText(text -> {});
    }

    assertThat(recorded.span().getAttributes().get(TEAM)).isEqualTo("blue");
  }

  @Test
  void budgetGoesOnToNeedPrices() {
    Telemetry priced = Telemetry.builder().costModel(call -> Cost.notComputed()).build();
    Budget budget = Budget.usd("1");

    try (ChatClient client =
        ChatClient.builder(PlainProvider.at(server.url("/").toString()))
            .telemetry(priced)
            .budget(budget)
            .build()) {
      assertThatThrownBy(() -> client.with(Telemetry.off()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("A budget needs prices");
      assertThatThrownBy(() -> client.withModel(" "))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("model is blank");
    }
  }

  private ChatClient client() {
    return builder().build();
  }

  private ChatClient.Builder builder() {
    return ClientRig.builder(PlainProvider.at(server.url("/").toString()))
        .telemetry(recorded.telemetry());
  }

  private void answer() {
    server.enqueue(
        new MockResponse.Builder().body("model m\ntext Porto\nfinish stop\nusage 3 5\n").build());
  }
}
