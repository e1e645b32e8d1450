package dev.telltale.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.ChatStream;
import dev.telltale.ErrorKind;
import dev.telltale.HttpOptions;
import dev.telltale.LlmException;
import dev.telltale.RateLimitException;
import dev.telltale.RetryPolicy;
import dev.telltale.StreamException;
import dev.telltale.StreamOutcome;
import dev.telltale.Tool;
import dev.telltale.openai.OpenAi;
import dev.telltale.testing.Scripted;
import dev.telltale.testing.ScriptedServer;
import dev.telltale.testing.TelltaleExtension;
import dev.telltale.tools.ToolLoop;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The faults that the scripted server can play, as a client sees them. */
@Timeout(20)
@ExtendWith(TelltaleExtension.class)
class FaultScriptsTest {

  @Test
  void errorInAStreamEndsIt(ScriptedServer server) {
    server.enqueue(Scripted.errorInStream("El", "be"));

    StreamException failure = failureOfStream(builder(server));

    assertThat(failure.outcome()).isEqualTo(StreamOutcome.PROVIDER_ERROR);
    assertThat(failure.partial().text()).isEqualTo("Elbe");
  }

  @Test
  void errorInAStreamIsA500WithoutOne(ScriptedServer server) {
    server.enqueue(Scripted.errorInStream("El"));

    try (ChatClient client = builder(server).build()) {
      assertThatThrownBy(() -> client.chat("River?"))
          .isInstanceOfSatisfying(
              LlmException.class, failure -> assertThat(failure.status()).hasValue(500));
    }
  }

  @Test
  void stalledStreamRunsOutOfTime(ScriptedServer server) {
    server.enqueue(Scripted.stalledStream("El"));

    StreamException failure =
        failureOfStream(builder(server).streamIdleTimeout(Duration.ofMillis(200)));

    assertThat(failure.outcome()).isEqualTo(StreamOutcome.TIMED_OUT);
    assertThat(failure.partial().text()).isEqualTo("El");
  }

  @Test
  void stalledAnswerRunsOutOfTime(ScriptedServer server) {
    server.enqueue(Scripted.stalledStream("El"));

    try (ChatClient client = builder(server).deadline(Duration.ofMillis(400)).build()) {
      assertThatThrownBy(() -> client.chat("River?"))
          .isInstanceOfSatisfying(
              LlmException.class,
              failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.TIMEOUT));
    }
  }

  @Test
  void choiceWithoutDeltaIsNoTrouble(ScriptedServer server) {
    server.enqueue(Scripted.chunkWithoutDelta("El", "be"));

    try (ChatClient client = builder(server).build();
        ChatStream stream = client.stream("River?")) {
      assertThat(stream.forEachText(text -> {}).text()).isEqualTo("Elbe");
    }
  }

  @Test
  void giantTokenMeetsTheBound(ScriptedServer server) {
    server.enqueue(Scripted.giantToken(100_000));

    StreamException failure = failureOfStream(builder(server).maxBodyBytes(50_000));

    assertThat(failure.outcome()).isEqualTo(StreamOutcome.LIMIT_EXCEEDED);
  }

  @Test
  void stormOfRateLimitsIsWaitedOutOrGivenUp(ScriptedServer server) {
    server.enqueue(Scripted.rateLimitStorm(3, Duration.ofMillis(1)));
    RetryPolicy twice =
        RetryPolicy.builder()
            .maxRetries(2)
            .backoff(Duration.ofMillis(1), Duration.ofMillis(1))
            .build();

    try (ChatClient client = builder(server).retry(twice).build()) {
      assertThatThrownBy(() -> client.chat("River?"))
          .isInstanceOfSatisfying(
              RateLimitException.class,
              failure -> assertThat(failure.report().attempts()).hasSize(3));
    }
  }

  @Test
  void toolsAreCalledByAServerToo(ScriptedServer server) {
    record City(String name) {}
    server.enqueue(Scripted.toolCall("weather", "{\"name\":\"Porto\"}"), Scripted.answer("Rain."));
    server.enqueue(Scripted.toolCall("weather", "{\"name\":\"Faro\"}"), Scripted.answer("Sun."));
    Tool weather = Tool.of("weather", "Weather of a city", City.class, City::name);

    try (ChatClient client = builder(server).build()) {
      ToolLoop loop = ToolLoop.of(client, List.of(weather));

      assertThat(loop.run("Porto?").runs())
          .extracting(run -> run.result())
          .containsExactly("Porto");
      try (var stream = loop.stream(ChatRequest.of("Faro?"))) {
        assertThat(stream.forEachText(text -> {}).text()).isEqualTo("Sun.");
        assertThat(stream.result().runs()).extracting(run -> run.result()).containsExactly("Faro");
      }
    }
  }

  @Test
  void callsBeforeAtAndAfterGoAwayAreAnswered() {
    AtomicInteger connections = new AtomicInteger();
    try (ScriptedServer server = ScriptedServer.startHttp2();
        ChatClient client = http2(server, connections).build()) {
      server.enqueue(
          Scripted.stream("El", "be").pace(Duration.ofMillis(50)), Scripted.goAway("Od", "er"));
      server.otherwise(Scripted.answer("Rhine"));

      try (ChatStream before = client.stream("River?")) {
        // A whole answer ends with its HTTP body, and so after the GOAWAY.
        assertThat(client.chat("River?").text()).isEqualTo("Oder");
        assertThat(connections).hasValue(1);
        ChatResponse after = client.chat("River?");
        assertThat(after.text()).isEqualTo("Rhine");
        assertThat(after.report().attempts()).hasSize(1);
        assertThat(before.forEachText(text -> {}).text()).isEqualTo("Elbe");
      }
      assertThat(connections).hasValue(2);
    }
  }

  @Test
  void callThatMeetsTheGoAwayOfAStreamIsTriedAgain() {
    AtomicInteger connections = new AtomicInteger();
    RetryPolicy twice =
        RetryPolicy.builder()
            .maxRetries(2)
            .backoff(Duration.ofMillis(1), Duration.ofMillis(1))
            .build();
    try (ScriptedServer server = ScriptedServer.startHttp2();
        ChatClient client = http2(server, connections).retry(twice).build()) {
      server.enqueue(Scripted.goAway("Od", "er"));
      server.otherwise(Scripted.answer("Rhine"));

      try (ChatStream at = client.stream("River?")) {
        assertThat(at.forEachText(text -> {}).text()).isEqualTo("Oder");
        assertThat(client.chat("River?").text()).isEqualTo("Rhine");
      }
      assertThat(connections).hasValue(2);
    }
  }

  private static ChatClient.Builder http2(ScriptedServer server, AtomicInteger connections) {
    OkHttpClient http2 =
        new OkHttpClient.Builder()
            .protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE))
            .eventListener(
                new EventListener() {
                  @Override
                  public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
                    connections.incrementAndGet();
                  }
                })
            .build();
    return builder(server).http(HttpOptions.builder().client(http2).build());
  }

  private static StreamException failureOfStream(ChatClient.Builder builder) {
    try (ChatClient client = builder.build();
        ChatStream stream = client.stream("River?")) {
      stream.forEachText(text -> {});
      throw new AssertionError("The stream ended well");
    } catch (StreamException failure) {
      return failure;
    }
  }

  private static ChatClient.Builder builder(ScriptedServer server) {
    return ChatClient.builder(
            OpenAi.builder().baseUrl(server.baseUrl()).model("gpt-5-mini").build())
        .retry(RetryPolicy.none());
  }
}
