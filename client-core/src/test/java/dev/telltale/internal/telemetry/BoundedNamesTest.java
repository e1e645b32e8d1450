package dev.telltale.internal.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.CallOptions;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.Tool;
import dev.telltale.ToolCall;
import dev.telltale.provider.AnswerForm;
import dev.telltale.provider.Endpoint;
import dev.telltale.provider.ProviderInfo;
import dev.telltale.rig.PlainProvider;
import dev.telltale.rig.RecordedTelemetry;
import dev.telltale.telemetry.GenAi;
import dev.telltale.telemetry.TelemetryOptions;
import io.opentelemetry.api.common.Attributes;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** However many names callers and servers invent, metrics have few. */
@Timeout(20)
class BoundedNamesTest {
  private static final PlainProvider AT = PlainProvider.at("http://localhost:1");
  private static final ProviderInfo PROVIDER =
      new ProviderInfo(
          "openai", Endpoint.parse("https://llm.example/v1", Endpoint.Insecure.REFUSED), null);

  @Test
  void firstNamesStayAndLaterOnesAreOther() {
    BoundedNames names = new BoundedNames(2);

    assertThat(names.of("a")).isEqualTo("a");
    assertThat(names.of("b")).isEqualTo("b");
    assertThat(names.of("c")).isEqualTo("other");
    assertThat(names.of("a")).isEqualTo("a");
  }

  @Test
  void hundredThousandModelsMakeFewSeries() {
    MetricAttributes.Cache cache =
        new MetricAttributes.Cache(TelemetryOptions.defaults(), MetricNames.create().models());
    Random random = new Random(11);
    Set<Attributes> series = new HashSet<>();
    Set<String> models = new HashSet<>();

    for (int i = 0; i < 100_000; i++) {
      String model = "model-" + random.nextLong();
      MetricAttributes attributes =
          cache.get(
              new MetricAttributes.Series(PROVIDER, "gpt-5-mini", model, Attributes.empty(), null));
      series.add(attributes.duration());
      models.add(attributes.duration().get(GenAi.RESPONSE_MODEL));
    }

    assertThat(models).hasSize(200).contains("other");
    assertThat(series).hasSize(200);
  }

  @Test
  void derivedClientsShareTheirNames() {
    try (RecordedTelemetry recorded = RecordedTelemetry.create()) {
      ChatInstrumenter first = ChatInstrumenter.create(recorded.telemetry());
      for (int i = 0; i < 300; i++) {
        first
            .derive(recorded.telemetry())
            .start(AT, ChatRequest.of("Hm?"), "m-" + i, CallOptions.none(), AnswerForm.WHOLE)
            .end(ChatResponse.builder().build());
      }

      assertThat(recorded.histogram(GenAi.OPERATION_DURATION)).hasSize(201);
    }
  }

  @Test
  void manyToolsMakeFewSeries() {
    record Said(String name) {}
    try (RecordedTelemetry recorded = RecordedTelemetry.create()) {
      LoopRecording loop =
          ChatInstrumenter.create(recorded.telemetry())
              .tools()
              .startLoop(new LoopStart(null, AT, "m", CallOptions.none()));
      for (int i = 0; i < 300; i++) {
        Tool tool = Tool.of("tool_" + i, "Says", Said.class, Said::name);
        loop.startTool(tool, ToolCall.function("c", tool.name(), "{}")).end("{}");
      }

      assertThat(recorded.histogram(GenAi.EXECUTE_TOOL_DURATION)).hasSize(201);
      assertThat(recorded.spans())
          .extracting(span -> span.getName())
          .contains("execute_tool tool_299");
    }
  }
}
