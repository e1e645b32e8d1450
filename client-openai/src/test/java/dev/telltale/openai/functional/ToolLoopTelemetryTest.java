package dev.telltale.openai.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.telltale.CallOptions;
import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.RetryPolicy;
import dev.telltale.Tool;
import dev.telltale.openai.OpenAi;
import dev.telltale.openai.wire.SchemaRequestCheck;
import dev.telltale.provider.JsonValues;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.RecordedTelemetry;
import dev.telltale.telemetry.ContentCapture;
import dev.telltale.telemetry.GenAi;
import dev.telltale.tools.ToolLoop;
import dev.telltale.tools.ToolMethod;
import dev.telltale.tools.ToolMethods;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tool loops over the real protocol: what is sent, and what the docs say is reported. */
@Timeout(10)
class ToolLoopTelemetryTest {
  private static final CallOptions OPTIONS =
      CallOptions.builder().conversationId("c-7").retry(RetryPolicy.none()).build();

  @StartStop private final MockWebServer server = new MockWebServer();
  private final RecordedTelemetry recorded = RecordedTelemetry.create();
  private ChatClient client;

  @BeforeEach
  void openClient() {
    client =
        ChatClient.builder(
                OpenAi.builder()
                    .baseUrl(server.url("/v1").toString())
                    .apiKey(ClientRig.KEY)
                    .model("gpt-5-mini")
                    .build())
            .telemetry(recorded.telemetry())
            .build();
  }

  @AfterEach
  void close() {
    client.close();
    recorded.close();
  }

  @Test
  void docsListExactlyWhatLoopsReport() throws IOException {
    asksFor("{\\\"city\\\":\\\"Porto\\\"}");
    json(401, "{}");
    ToolLoop loop =
        ToolLoop.builder(client, ToolMethods.of(new Broken())).name("assistant").build();

    Throwable failure = catchThrowable(() -> loop.run(ChatRequest.of("Hm?"), OPTIONS));
    answeredWithContent();

    assertThat(failure).isNotNull();
    assertThat(emitted()).isEqualTo(TelemetryDoc.read().toolLoops());
  }

  @Test
  void resultsGoBackToTheModel() throws Exception {
    asksFor("{\\\"city\\\":\\\"Porto\\\"}");
    json(200, "{\"choices\":[{\"message\":{\"content\":\"Rain.\"},\"finish_reason\":\"stop\"}]}");
    Tool weather =
        Tool.of("weather", "Weather of a city", City.class, city -> List.of(city.city()));

    String text = ToolLoop.of(client, List.of(weather)).run("Hm?").text();

    assertThat(text).isEqualTo("Rain.");
    Map<String, ?> first = sent();
    assertThat(first.get("tools").toString()).contains("strict=true").contains("city");
    List<?> messages = (List<?>) sent().get("messages");
    assertThat(messages).hasSize(3);
    assertThat(messages.get(2))
        .isEqualTo(Map.of("role", "tool", "tool_call_id", "call_1", "content", "[\"Porto\"]"));
  }

  @Test
  void requestsKeepToOpenAisSchema() throws Exception {
    asksFor("{\\\"city\\\":\\\"Porto\\\"}");
    json(200, "{\"choices\":[{\"message\":{\"content\":\"Rain.\"},\"finish_reason\":\"stop\"}]}");

    ToolLoop.of(client, ToolMethods.of(new Broken())).run("Hm?");

    SchemaRequestCheck.checkRest(server);
  }

  /** What is reported of a loop only if it is asked for, or all goes well. */
  private void answeredWithContent() {
    asksFor("{\\\"city\\\":\\\"Porto\\\"}");
    json(200, "{\"choices\":[{\"message\":{\"content\":\"Rain.\"},\"finish_reason\":\"stop\"}]}");
    Tool weather = Tool.of("weather", "Weather of a city", City.class, City::city);
    ToolLoop.builder(client, List.of(weather))
        .name("assistant")
        .build()
        .run(
            ChatRequest.builder().model("gpt-5").user("Hm?").build(),
            CallOptions.builder().contentCapture(ContentCapture.SPAN).build());
  }

  private Map<String, String> emitted() {
    Map<String, String> emitted = new TreeMap<>();
    for (SpanData span : recorded.spans()) {
      if (span.getKind() == SpanKind.INTERNAL) {
        boolean loop = span.getName().equals("invoke_agent assistant");
        assertThat(loop || span.getName().equals("execute_tool weather")).isTrue();
        span.getAttributes()
            .forEach(
                (key, value) ->
                    emitted.put(
                        (loop ? "loop " : "tool ") + key.getKey(),
                        key.getType().name().toLowerCase(Locale.ROOT).replace("_array", "[]")));
      }
    }
    for (MetricData metric : toolMetrics()) {
      emitted.put("metric " + metric.getName(), "histogram `" + metric.getUnit() + "`");
      for (PointData point : metric.getData().getPoints()) {
        point
            .getAttributes()
            .forEach((key, value) -> emitted.put("metric " + key.getKey(), "string"));
      }
    }
    return emitted;
  }

  private List<MetricData> toolMetrics() {
    List<MetricData> metrics = new ArrayList<>(recorded.metrics());
    metrics.removeIf(metric -> metric.getName().startsWith("gen_ai.client."));
    assertThat(metrics)
        .extracting(MetricData::getName)
        .containsExactly(GenAi.EXECUTE_TOOL_DURATION);
    return metrics;
  }

  private Map<String, ?> sent() throws InterruptedException, IOException {
    return JsonValues.parseObject(server.takeRequest().getBody().utf8());
  }

  private void asksFor(String arguments) {
    json(
        200,
        "{\"choices\":[{\"message\":{\"content\":null,\"tool_calls\":[{\"id\":\"call_1\","
            + "\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\""
            + arguments
            + "\"}}]},\"finish_reason\":\"tool_calls\"}]}");
  }

  private void json(int status, String body) {
    server.enqueue(
        new MockResponse.Builder()
            .code(status)
            .addHeader("content-type", "application/json")
            .body(body)
            .build());
  }

  record City(String city) {}

  static final class Broken {
    @ToolMethod("Weather of a city")
    String weather(String city) {
      if (city.isEmpty()) {
        return "";
      }
      throw new IllegalStateException("no weather in " + city);
    }
  }
}
