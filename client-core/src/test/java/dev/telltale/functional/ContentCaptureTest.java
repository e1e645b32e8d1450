package dev.telltale.functional;

import static dev.telltale.rig.PlainLines.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.telltale.CallOptions;
import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.JsonSchema;
import dev.telltale.LlmException;
import dev.telltale.Telemetry;
import dev.telltale.Tool;
import dev.telltale.rig.ConformanceRules;
import dev.telltale.rig.ContentSchema;
import dev.telltale.rig.PlainProvider;
import dev.telltale.rig.RecordedTelemetry;
import dev.telltale.telemetry.ContentCapture;
import dev.telltale.telemetry.ContentForm;
import dev.telltale.telemetry.Conventions;
import dev.telltale.telemetry.GenAi;
import dev.telltale.telemetry.TelemetryOptions;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributeType;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Content stands where it was asked for, as the schemas want it, and nowhere else. */
@Timeout(10)
class ContentCaptureTest {
  private static final String ANSWER =
      "id a-1\nmodel plain-1-0725\ntext Lisbon\nfinish stop\nusage 3 5\n";
  private static final Tool TOOL =
      Tool.function("rain_now")
          .description("Rain in the last hour")
          .parameters(JsonSchema.of("{\"type\":\"object\",\"properties\":{}}"))
          .build();
  private static final ChatRequest REQUEST =
      ChatRequest.builder()
          .instructions("Be brief.")
          .user("Porto?")
          .tool(TOOL)
          .temperature(0.5)
          .build();

  @StartStop private final MockWebServer server = new MockWebServer();

  private final List<AutoCloseable> toClose = new ArrayList<>();
  private RecordedTelemetry recorded = keep(RecordedTelemetry.create());

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable closeable : toClose) {
      closeable.close();
    }
  }

  @Test
  void nothingIsRecordedUnlessAskedFor() {
    call(TelemetryOptions.defaults(), CallOptions.none());

    assertThat(recorded.span().toString()).doesNotContain("Porto?", "Lisbon", "brief", "rain_now");
    assertThat(recorded.events()).isEmpty();
  }

  @Test
  void spanHoldsContentAsJson() {
    call(capturing(ContentCapture.SPAN).build(), CallOptions.none());

    Attributes span = recorded.span().getAttributes();
    assertThat(text(span, GenAi.SYSTEM_INSTRUCTIONS))
        .isEqualTo("[{\"type\":\"text\",\"content\":\"Be brief.\"}]");
    assertThat(text(span, GenAi.INPUT_MESSAGES))
        .isEqualTo("[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Porto?\"}]}]");
    assertThat(text(span, GenAi.OUTPUT_MESSAGES))
        .isEqualTo(
            "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"Lisbon\"}],"
                + "\"finish_reason\":\"stop\"}]");
    assertThat(text(span, GenAi.TOOL_DEFINITIONS))
        .isEqualTo("[{\"type\":\"function\",\"name\":\"rain_now\"}]");
    assertThat(ConformanceRules.findings(recorded.span())).isEmpty();
    assertThat(recorded.events()).isEmpty();
  }

  @Test
  void promptVariablesAreContent() {
    CallOptions options =
        CallOptions.builder().promptName("river").promptVariable("city", "Porto").build();
    TelemetryOptions.Builder latest =
        capturing(ContentCapture.BOTH)
            .conventions(Conventions.LATEST)
            .redactor(text -> text.replace("Porto", "***"));

    call(latest.build(), options);

    AttributeKey<String> city = AttributeKey.stringKey("gen_ai.prompt.variable.city");
    assertThat(recorded.span().getAttributes().get(city)).isEqualTo("***");
    assertThat(recorded.events(GenAi.DETAILS_EVENT).get(0).getAttributes().get(city))
        .isEqualTo("***");
  }

  @Test
  void promptVariablesAreNotRecordedUnasked() {
    CallOptions options = CallOptions.builder().promptVariable("city", "Porto").build();

    call(TelemetryOptions.builder().conventions(Conventions.LATEST).build(), options);
    call(capturing(ContentCapture.SPAN).build(), options);

    assertThat(recorded.spans().toString()).doesNotContain("gen_ai.prompt.variable");
  }

  @Test
  void eventHoldsAllOfTheSpanAndContent() {
    call(capturing(ContentCapture.EVENT).build(), CallOptions.none());

    LogRecordData details = recorded.events(GenAi.DETAILS_EVENT).get(0);
    Map<AttributeKey<?>, Object> beside = new HashMap<>(details.getAttributes().asMap());
    beside.keySet().removeIf(key -> key.getType() == AttributeType.VALUE);
    assertThat(beside).isEqualTo(recorded.span().getAttributes().asMap());
    assertThat(details.getAttributes().size()).isEqualTo(beside.size() + 4);
    assertThat(ContentSchema.tree(value(details, GenAi.OUTPUT_MESSAGES)))
        .isEqualTo(
            List.of(
                Map.of(
                    "role",
                    "assistant",
                    "parts",
                    List.of(Map.of("type", "text", "content", "Lisbon")),
                    "finish_reason",
                    "stop")));
    assertThat(details.getSpanContext()).isEqualTo(recorded.span().getSpanContext());
  }

  @Test
  void unsampledCallHasItsEvent() {
    recorded = keep(RecordedTelemetry.with(Sampler.alwaysOff()));

    call(capturing(ContentCapture.BOTH).build(), CallOptions.none());

    LogRecordData details = recorded.events(GenAi.DETAILS_EVENT).get(0);
    assertThat(details.getAttributes().get(GenAi.REQUEST_MODEL)).isEqualTo("plain-1");
    assertThat(details.getAttributes().get(GenAi.USAGE_INPUT_TOKENS)).isEqualTo(3);
    assertThat(details.getSpanContext().isSampled()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(ContentCapture.class)
  void callDecidesForItself(ContentCapture capture) {
    CallOptions options = CallOptions.builder().contentCapture(capture).build();

    call(capturing(ContentCapture.SPAN).build(), options);

    boolean onSpan = recorded.span().toString().contains("Porto?");
    boolean onEvent = recorded.events().toString().contains("Porto?");
    assertThat(List.of(onSpan, onEvent)).containsExactly(capture.onSpan(), capture.onEvent());
  }

  @Test
  void formIsTheOptions() {
    call(capturing(ContentCapture.BOTH).contentForm(ContentForm.JSON).build(), CallOptions.none());

    LogRecordData details = recorded.events(GenAi.DETAILS_EVENT).get(0);
    assertThat(value(details, GenAi.INPUT_MESSAGES)).isInstanceOf(String.class);
  }

  @Test
  void detailsMayComeWithoutContent() {
    call(TelemetryOptions.builder().detailsEvent().build(), CallOptions.none());

    LogRecordData details = recorded.events(GenAi.DETAILS_EVENT).get(0);
    assertThat(details.getAttributes().asMap()).isEqualTo(recorded.span().getAttributes().asMap());
    assertThat(details.getAttributes().toString()).doesNotContain("Porto?");
  }

  @Test
  void definitionsOfToolsMayBeFull() {
    call(capturing(ContentCapture.SPAN).fullToolDefinitions().build(), CallOptions.none());

    assertThat(text(recorded.span().getAttributes(), GenAi.TOOL_DEFINITIONS))
        .isEqualTo(
            "[{\"type\":\"function\",\"name\":\"rain_now\",\"description\":\"Rain in the last"
                + " hour\",\"parameters\":{\"type\":\"object\",\"properties\":{}}}]");
  }

  @Test
  void cutStreamKeepsWhatCame() {
    stream(event("id a-1", "text Lis"));

    LlmException failure =
        (LlmException)
            catchThrowable(
                () ->
                    client(capturing(ContentCapture.SPAN).build()).stream(REQUEST)
                        .forEachText(text -> {}));

    assertThat(failure).isNotNull();
    Attributes span = recorded.span().getAttributes();
    assertThat(text(span, GenAi.OUTPUT_MESSAGES))
        .isEqualTo(
            "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"Lis\"}]}]");
    assertThat(span.get(GenAi.RESPONSE_FINISH_REASONS)).containsExactly("error");
  }

  @Test
  void redactorsSeeEveryTextFirst() {
    TelemetryOptions options =
        capturing(ContentCapture.BOTH)
            .redactor(text -> text.toUpperCase(Locale.ROOT))
            .redactor(text -> text.replace("PORTO", "[city]"))
            .build();

    call(options, CallOptions.none());

    String all = recorded.span().getAttributes() + " " + recorded.events();
    assertThat(all).contains("[city]?", "LISBON", "BE BRIEF.").doesNotContain("Porto", "Lisbon");
  }

  @Test
  void throwingRedactorMeansNoContent() {
    TelemetryOptions options =
        capturing(ContentCapture.BOTH)
            .redactor(
                text -> {
                  throw new IllegalStateException(text);
                })
            .build();

    ChatResponse response = call(options, CallOptions.none());

    assertThat(response.text()).isEqualTo("Lisbon");
    assertThat(recorded.span().getAttributes().toString()).doesNotContain("Porto?", "messages");
    assertThat(recorded.span().getAttributes().get(GenAi.USAGE_INPUT_TOKENS)).isEqualTo(3);
    assertThat(recorded.events().toString()).doesNotContain("Porto?", "Lisbon");
    assertThat(recorded.sum(GenAi.TELEMETRY_FAILURES)).isEqualTo(1);
  }

  @Test
  void longContentStaysValidJson() {
    ChatRequest request = ChatRequest.builder().user("x".repeat(100_000)).build();

    answer();
    client(capturing(ContentCapture.SPAN).maxContentBytes(1_000).build()).chat(request);

    String messages = text(recorded.span().getAttributes(), GenAi.INPUT_MESSAGES);
    assertThat(messages.length()).isBetween(250, 1_000);
    assertThat(messages).contains("more characters]");
    assertThat(ContentSchema.follows(GenAi.INPUT_MESSAGES, messages)).isTrue();
    assertThat(recorded.span().getAttributes().get(GenAi.USAGE_OUTPUT_TOKENS)).isEqualTo(5);
  }

  @Test
  void attributeLimitCostsContentNotCounts() {
    recorded =
        keep(RecordedTelemetry.with(SpanLimits.builder().setMaxNumberOfAttributes(11).build()));

    call(capturing(ContentCapture.SPAN).build(), CallOptions.none());

    Attributes span = recorded.span().getAttributes();
    assertThat(span.size()).isEqualTo(11);
    assertThat(span.get(GenAi.USAGE_INPUT_TOKENS)).isEqualTo(3);
    assertThat(span.get(GenAi.USAGE_OUTPUT_TOKENS)).isEqualTo(5);
    assertThat(span.asMap().keySet().toString()).doesNotContain("messages");
  }

  @Test
  void failureIsOneWarningEvent() {
    server.enqueue(new MockResponse.Builder().code(401).body("invalid_api_key").build());

    Throwable failure = catchThrowable(() -> client(TelemetryOptions.defaults()).chat(REQUEST));

    LogRecordData event = recorded.events().get(0);
    assertThat(event.getEventName()).isEqualTo(GenAi.EXCEPTION_EVENT);
    assertThat(event.getSeverity()).isEqualTo(Severity.WARN);
    assertThat(event.getAttributes().get(GenAi.EXCEPTION_TYPE))
        .isEqualTo("dev.telltale.AuthenticationException");
    assertThat(event.getAttributes().get(GenAi.EXCEPTION_MESSAGE)).isEqualTo(failure.getMessage());
    assertThat(event.getAttributes().get(GenAi.EXCEPTION_STACKTRACE))
        .contains("ContentCaptureTest")
        .doesNotContain(failure.getMessage());
    assertThat(recorded.events()).hasSize(1);
    assertThat(recorded.span().getEvents()).isEmpty();
  }

  private ChatResponse call(TelemetryOptions options, CallOptions call) {
    answer();
    return client(options).chat(REQUEST, call);
  }

  private ChatClient client(TelemetryOptions options) {
    Telemetry telemetry =
        Telemetry.builder().openTelemetry(recorded.openTelemetry()).options(options).build();
    PlainProvider provider = PlainProvider.at("http://localhost:" + server.getPort());
    return keep(ChatClient.builder(provider).telemetry(telemetry).build());
  }

  private void answer() {
    server.enqueue(new MockResponse.Builder().body(ANSWER).build());
  }

  private void stream(String events) {
    server.enqueue(
        new MockResponse.Builder()
            .addHeader("Content-Type", "text/event-stream")
            .body(events)
            .build());
  }

  private static TelemetryOptions.Builder capturing(ContentCapture capture) {
    return TelemetryOptions.builder().contentCapture(capture);
  }

  private static String text(Attributes attributes, String name) {
    return Objects.requireNonNull(attributes.get(AttributeKey.stringKey(name)), name);
  }

  private static Object value(LogRecordData event, String name) {
    return event.getAttributes().asMap().entrySet().stream()
        .filter(attribute -> attribute.getKey().getKey().equals(name))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  private <T extends AutoCloseable> T keep(T closeable) {
    toClose.add(0, closeable);
    return closeable;
  }
}
