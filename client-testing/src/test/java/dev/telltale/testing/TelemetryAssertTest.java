package dev.telltale.testing;

import static dev.telltale.testing.TelemetryAssert.assertThatTelemetry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.telltale.ChatClient;
import dev.telltale.ErrorKind;
import dev.telltale.RetryPolicy;
import dev.telltale.Tool;
import dev.telltale.tools.ToolLoop;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(10)
@ExtendWith(TelltaleExtension.class)
class TelemetryAssertTest {

  @Test
  void oneCallIsToldByItsProperties(FakeModel model, TelemetryRecorder otel) {
    model.enqueue(FakeReply.failure(ErrorKind.OVERLOADED), FakeReply.text("Elbe").usage(3, 5));
    RetryPolicy once =
        RetryPolicy.builder()
            .maxRetries(1)
            .backoff(Duration.ofMillis(1), Duration.ofMillis(1))
            .build();

    try (ChatClient client =
        ChatClient.builder(model).retry(once).telemetry(otel.telemetry()).build()) {
      client.chat("A river that nobody may see?");
    }

    assertThatTelemetry(otel)
        .hasNoOpenSpans()
        .doesNotMention("nobody may see")
        .hasOneCall()
        .withModel("fake-1")
        .withProvider("fake")
        .withTokens(3, 5)
        .withFinishReasons("stop")
        .withRetries(1)
        .succeeded()
        .endedOnce();
  }

  @Test
  void failedCallHasItsErrorType(FakeModel model, TelemetryRecorder otel) {
    model.enqueue(FakeReply.failure(ErrorKind.AUTHENTICATION));

    try (ChatClient client = ChatClient.builder(model).telemetry(otel.telemetry()).build()) {
      assertThat(catchThrowable(() -> client.chat("River?"))).isNotNull();
    }

    assertThatTelemetry(otel).hasOneCall().failedWith("401").endedOnce();
  }

  @Test
  void toolRunsAreNamed(FakeModel model, TelemetryRecorder otel) {
    record Nothing() {}
    Tool clock = Tool.of("clock", "The time", Nothing.class, nothing -> 12);
    model.enqueue(FakeReply.toolCall("clock", "{}"), FakeReply.text("Noon."));

    try (ChatClient client = ChatClient.builder(model).telemetry(otel.telemetry()).build()) {
      ToolLoop.of(client, List.of(clock)).run("What time is it?");
    }

    assertThatTelemetry(otel).hasCalls(2).hasToolRuns("clock").hasNoOpenSpans();
  }

  @ParameterizedTest
  @MethodSource
  void whatIsNotSoFails(Consumer<TelemetryRecorder> wrong, String message) {
    FakeModel model = FakeModel.create();
    try (TelemetryRecorder otel = TelemetryRecorder.create();
        ChatClient client = ChatClient.builder(model).telemetry(otel.telemetry()).build()) {
      client.chat("River?");

      assertThatThrownBy(() -> wrong.accept(otel))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining(message);
    }
  }

  static List<Arguments> whatIsNotSoFails() {
    return List.of(
        wrong("count", otel -> assertThatTelemetry(otel).hasCalls(2), "2 calls"),
        wrong("names", otel -> assertThatTelemetry(otel).hasCalls(2), "chat fake-1"),
        wrong("before", otel -> assertThatTelemetry(otel).call(-1), "at -1"),
        wrong(
            "open",
            otel -> {
              otel.openTelemetry().getTracer("t").spanBuilder("left open").startSpan();
              assertThatTelemetry(otel).hasNoOpenSpans();
            },
            "left open"),
        wrong("null", otel -> assertThatTelemetry(null).hasCalls(0), "not to be null"),
        wrong("position", otel -> assertThatTelemetry(otel).call(1), "only 1"),
        wrong("model", otel -> assertThatTelemetry(otel).hasOneCall().withModel("x"), "<fake-1>"),
        wrong("tokens", otel -> assertThatTelemetry(otel).hasOneCall().withTokens(1, 1), "<null>"),
        wrong("error", otel -> assertThatTelemetry(otel).hasOneCall().failedWith("500"), "500"),
        wrong(
            "retries", otel -> assertThatTelemetry(otel).hasOneCall().withRetries(1), "1 retries"),
        wrong("tools", otel -> assertThatTelemetry(otel).hasToolRuns("x"), "[x]"),
        wrong("text", otel -> assertThatTelemetry(otel).doesNotMention("fake-1"), "must not"),
        wrong(
            "open span",
            otel -> {
              otel.openTelemetry().getTracer("t").spanBuilder("open").startSpan();
              assertThatTelemetry(otel).hasNoOpenSpans();
            },
            "1 spans"),
        wrong(
            "second end",
            otel -> {
              otel.openTelemetry()
                  .getMeter("t")
                  .histogramBuilder("gen_ai.client.operation.duration")
                  .build()
                  .record(1);
              assertThatTelemetry(otel).hasOneCall().endedOnce();
            },
            "2 durations"));
  }

  private static Arguments wrong(
      String name, Consumer<TelemetryRecorder> assertion, String message) {
    return argumentSet(name, assertion, message);
  }

  @Test
  void extensionGivesEachParameterOnce(FakeModel model, FakeModel same, ScriptedServer server) {
    assertThat(model).isSameAs(same);
    assertThat(server.baseUrl()).startsWith("http://127.0.0.1:");
  }
}
