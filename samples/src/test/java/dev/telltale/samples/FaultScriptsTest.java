package dev.telltale.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ChatStream;
import dev.telltale.ErrorKind;
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
import java.time.Duration;
import java.util.List;
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
