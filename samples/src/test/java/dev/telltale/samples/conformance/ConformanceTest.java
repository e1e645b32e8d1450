package dev.telltale.samples.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.telltale.ChatClient;
import dev.telltale.Telemetry;
import dev.telltale.openai.CompatProfile;
import dev.telltale.openai.OpenAi;
import dev.telltale.rig.ConformanceRules;
import dev.telltale.rig.ContentSchema;
import dev.telltale.rig.RecordedTelemetry;
import dev.telltale.telemetry.ContentCapture;
import dev.telltale.telemetry.GenAi;
import dev.telltale.telemetry.TelemetryOptions;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributeType;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each scenario of the conformance suite, judged by its rules and by the schemas of content. */
@Timeout(30)
class ConformanceTest {
  /** The most attributes any instrumentation of the suite has on its inference spans. */
  private static final int BEST_OF_OTHERS = 23;

  @StartStop private final MockWebServer server = new MockWebServer();
  @StartStop private final MockWebServer collector = new MockWebServer();

  private final RecordedTelemetry recorded = RecordedTelemetry.create();

  @BeforeEach
  void answer() {
    server.setDispatcher(new MockOpenAi());
    collector.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return new MockResponse.Builder().build();
          }
        });
  }

  @AfterEach
  void close() {
    recorded.close();
  }

  static Stream<Arguments> scenarios() {
    return Stream.of(
        argumentSet("inference", calls(InferenceScenario::calls), 1),
        argumentSet("streaming", calls(StreamingScenario::calls), 1),
        argumentSet("tool calling", calls(ToolCallingScenario::calls), 2),
        argumentSet("structured output", calls(StructuredOutputScenario::calls), 1),
        argumentSet("multimodal", calls(MultimodalScenario::calls), 2),
        argumentSet("error", calls(ErrorScenario::calls), 2));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void scenarioHasNoFinding(Consumer<ChatClient> calls, int spans) {
    run(calls);

    assertThat(recorded.spans()).hasSize(spans);
    for (SpanData span : recorded.spans()) {
      assertThat(ConformanceRules.findings(span)).as("%s", span).isEmpty();
    }
    assertThat(ConformanceRules.findings(recorded.metrics())).isEmpty();
    assertContentFollowsSchemas();
  }

  @Test
  void moreAttributesAreSeenThanOfAnyOther() {
    scenarios().forEach(scenario -> run(consumer(scenario.get()[0])));

    Set<String> seen = new TreeSet<>();
    for (SpanData span : recorded.spans()) {
      span.getAttributes().forEach((key, value) -> seen.add(key.getKey()));
    }
    // Those of the refinement for OpenAI are not counted.
    seen.removeIf(name -> name.startsWith("openai."));
    assertThat(seen)
        .contains(
            "gen_ai.request.stream",
            "gen_ai.response.time_to_first_chunk",
            "gen_ai.usage.cache_read.input_tokens",
            "gen_ai.usage.reasoning.output_tokens",
            "gen_ai.output.type",
            "gen_ai.tool.definitions")
        .hasSizeGreaterThan(BEST_OF_OTHERS)
        .hasSize(27);
  }

  @Test
  void soundIsTheOutputTypeAskedFor() {
    run(MultimodalScenario::calls);

    assertThat(recorded.spans())
        .extracting(span -> span.getAttributes().get(GenAi.OUTPUT_TYPE))
        .containsExactly(null, "speech");
  }

  @Test
  void programReportsToTheCollector() throws Exception {
    String out = program(StreamingScenario.class);

    assertThat(out).isEmpty();
    Set<String> paths = new TreeSet<>();
    StringBuilder traces = new StringBuilder();
    for (int i = collector.getRequestCount(); i > 0; i--) {
      RecordedRequest request = collector.takeRequest();
      paths.add(request.getUrl().encodedPath());
      traces.append(request.getBody() == null ? "" : request.getBody().utf8());
    }
    assertThat(paths).containsExactly("/v1/logs", "/v1/metrics", "/v1/traces");
    assertThat(traces)
        .contains("chat gpt-4o-mini", "gen_ai.input.messages", "Say this is a test.")
        .doesNotContain("test_openai_api_key");
  }

  private void run(Consumer<ChatClient> calls) {
    OpenAi.Builder provider =
        OpenAi.builder()
            .profile(CompatProfile.OPENAI)
            .baseUrl(server.url("/v1").toString())
            .apiKey("test_openai_api_key");
    Telemetry telemetry =
        Telemetry.builder()
            .openTelemetry(recorded.openTelemetry())
            .options(TelemetryOptions.builder().contentCapture(ContentCapture.BOTH).build())
            .build();
    Scenario.run(provider, telemetry, calls);
  }

  private void assertContentFollowsSchemas() {
    List<LogRecordData> details = recorded.events(GenAi.DETAILS_EVENT);
    assertThat(details).hasSameSizeAs(recorded.spans());
    for (LogRecordData event : details) {
      event
          .getAttributes()
          .forEach(
              (key, value) -> {
                if (key.getType() == AttributeType.VALUE) {
                  assertThat(ContentSchema.follows(key.getKey(), value)).as("%s", key).isTrue();
                }
              });
      assertThat(names(event)).contains(GenAi.INPUT_MESSAGES, GenAi.SYSTEM_INSTRUCTIONS);
    }
  }

  private static List<String> names(LogRecordData event) {
    return event.getAttributes().asMap().keySet().stream().map(AttributeKey::getKey).toList();
  }

  /** Runs a program in a JVM of its own, with the environment the suite gives it. */
  private String program(Class<?> main) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.add(main.getName());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("OPENAI_BASE_URL", server.url("/v1").toString());
    builder.environment().put("OPENAI_API_KEY", "test_openai_api_key");
    builder
        .environment()
        .put("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "SPAN_AND_EVENT");
    builder.environment().put("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url("/").toString());
    builder.environment().put("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
    builder.environment().put("OTEL_METRIC_EXPORT_INTERVAL", "2147483647");
    Process process = builder.start();
    try {
      String out = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor()).as("%s", out).isZero();
      return out;
    } finally {
      process.destroyForcibly();
    }
  }

  private static Object calls(Consumer<ChatClient> calls) {
    return calls;
  }

  @SuppressWarnings("unchecked") // What calls() put there.
  private static Consumer<ChatClient> consumer(Object calls) {
    return (Consumer<ChatClient>) calls;
  }
}
