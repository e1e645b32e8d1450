package dev.telltale.internal.tools;

import static dev.telltale.internal.tools.LoopRig.echo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.telltale.CallOptions;
import dev.telltale.ChatRequest;
import dev.telltale.Telemetry;
import dev.telltale.Tool;
import dev.telltale.internal.pipeline.RealChatClient;
import dev.telltale.internal.tools.LoopRig.Bounds;
import dev.telltale.internal.tools.LoopRig.City;
import dev.telltale.internal.tools.LoopRig.Form;
import dev.telltale.provider.JsonValues;
import dev.telltale.rig.ConformanceRules;
import dev.telltale.rig.ContentSchema;
import dev.telltale.telemetry.ContentCapture;
import dev.telltale.telemetry.ContentForm;
import dev.telltale.telemetry.GenAi;
import dev.telltale.telemetry.TelemetryOptions;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import mockwebserver3.MockResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What loops report keeps to the conventions, and holds content where it was asked for only. */
@Timeout(10)
class LoopTelemetryTest {
  private static final String CALLS_ECHO = "call 1 echo {\"name\":\"Porto\"}\nfinish tools\n";
  private static final String WHOLE = "id a-1\nmodel plain-1-0725\n";
  private static final String USAGE = "usage 3 5\n";

  @RegisterExtension final LoopRig rig = new LoopRig();

  @ParameterizedTest
  @EnumSource
  void loopConforms(Form form) {
    rig.round(
        form, WHOLE + "call 1 echo {\"name\":\"Porto\"}\ncall 2 fails {}\nfinish tools\n" + USAGE);
    rig.round(form, WHOLE + LoopRig.ANSWER + USAGE);

    form.run(rig.loop(echo(), failing()), "Hm?");

    assertConformance(5);
    SpanData loop = span("invoke_agent");
    assertThat(loop.getAttributes().get(GenAi.PROVIDER_NAME)).isEqualTo("openai");
    assertThat(loop.getAttributes().get(GenAi.RESPONSE_FINISH_REASONS)).containsExactly("stop");
  }

  @ParameterizedTest
  @EnumSource
  void loopAtItsLimitConforms(Form form) {
    rig.round(form, WHOLE + CALLS_ECHO + USAGE);

    form.run(rig.loop(List.of(echo()), new Bounds().rounds(1)), "Hm?");

    assertConformance(2);
    assertThat(span("invoke_agent").getAttributes().get(GenAi.RESPONSE_FINISH_REASONS))
        .containsExactly("tools");
  }

  @ParameterizedTest
  @EnumSource
  void failedLoopConforms(Form form) {
    rig.server().enqueue(new MockResponse.Builder().code(400).body("nope").build());

    Throwable failure = catchThrowable(() -> form.run(rig.loop(echo()), "Hm?"));

    assertThat(failure).isNotNull();
    assertConformance(2);
  }

  @ParameterizedTest
  @EnumSource
  void toolsContentIsWhereItWasAskedFor(ContentCapture capture) {
    runEcho(CallOptions.builder().contentCapture(capture).build(), TelemetryOptions.defaults());

    SpanData tool = span("execute_tool echo");
    assertThat(text(tool, GenAi.TOOL_CALL_ARGUMENTS))
        .isEqualTo(capture.onSpan() ? "{\"name\":\"Porto\"}" : null);
    assertThat(text(tool, GenAi.TOOL_CALL_RESULT))
        .isEqualTo(capture.onSpan() ? "{\"value\":\"Porto\"}" : null);
    assertThat(tool.toString().contains("Porto")).isEqualTo(capture.onSpan());
    assertThat(rig.telemetry().metrics().toString()).doesNotContain("Porto");
    assertThat(ConformanceRules.findings(tool)).isEmpty();
  }

  @Test
  void failedToolHasNoResult() {
    rig.round(Form.WHOLE, "call 1 fails {\"why\":\"Porto\"}\nfinish tools\n");
    rig.round(Form.WHOLE, LoopRig.ANSWER);

    rig.loop(List.of(failing()), capturing(TelemetryOptions.builder()), new Bounds()).run("Hm?");

    SpanData tool = span("execute_tool fails");
    assertThat(text(tool, GenAi.TOOL_CALL_ARGUMENTS)).isEqualTo("{\"why\":\"Porto\"}");
    assertThat(text(tool, GenAi.TOOL_CALL_RESULT)).isNull();
    assertThat(tool.toString()).doesNotContain("secret");
  }

  @Test
  void textThatOnlyLooksLikeMembersIsAText() {
    rig.round(Form.WHOLE, "call 1 raw not json\nfinish tools\n");
    rig.round(Form.WHOLE, LoopRig.ANSWER);
    Tool raw =
        Tool.function("raw").body(call -> CompletableFuture.completedFuture("1,\"x\":2")).build();

    rig.loop(List.of(raw), capturing(TelemetryOptions.builder()), new Bounds()).run("Hm?");

    SpanData tool = span("execute_tool raw");
    assertThat(text(tool, GenAi.TOOL_CALL_ARGUMENTS)).isEqualTo("{\"value\":\"not json\"}");
    assertThat(text(tool, GenAi.TOOL_CALL_RESULT)).isEqualTo("{\"value\":\"1,\\\"x\\\":2\"}");
  }

  @Test
  void redactorsSeeWhatToolsTakeAndBring() {
    TelemetryOptions.Builder options =
        TelemetryOptions.builder().redactor(text -> text.replace("Porto", "[city]"));

    runEcho(CallOptions.none(), capture(options));

    SpanData tool = span("execute_tool echo");
    assertThat(text(tool, GenAi.TOOL_CALL_ARGUMENTS)).isEqualTo("{\"name\":\"[city]\"}");
    assertThat(text(tool, GenAi.TOOL_CALL_RESULT)).isEqualTo("{\"value\":\"[city]\"}");
  }

  @Test
  void redactorThatThrowsMeansNoContent() {
    TelemetryOptions.Builder options =
        TelemetryOptions.builder()
            .redactor(
                text -> {
                  throw new IllegalStateException(text);
                });

    runEcho(CallOptions.none(), capture(options));

    assertThat(rig.telemetry().spans().toString()).doesNotContain("Porto");
  }

  @Test
  void longResultStaysJsonWithinItsBound() throws IOException {
    Tool talks = Tool.of("echo", "Talks", City.class, city -> new City("x".repeat(100_000)));
    rig.round(Form.WHOLE, CALLS_ECHO);
    rig.round(Form.WHOLE, LoopRig.ANSWER);
    Telemetry telemetry = capturing(TelemetryOptions.builder().maxContentBytes(1024));

    rig.loop(List.of(talks), telemetry, new Bounds()).run("Hm?");

    String result = text(span("execute_tool echo"), GenAi.TOOL_CALL_RESULT);
    assertThat(result).hasSizeLessThanOrEqualTo(1024);
    assertThat(JsonValues.parseObject(result).get("name").toString())
        .startsWith("xxx")
        .endsWith("more characters]");
  }

  @Test
  void structuredContentIsAnObject() {
    runEcho(
        CallOptions.none(),
        capture(TelemetryOptions.builder().contentForm(ContentForm.STRUCTURED)));

    assertThat(
            ContentSchema.tree(
                span("execute_tool echo")
                    .getAttributes()
                    .get(AttributeKey.valueKey(GenAi.TOOL_CALL_ARGUMENTS))))
        .isEqualTo(Map.of("name", "Porto"));
  }

  @Test
  void namedLoopIsOnEachOfItsSpans() {
    rig.round(Form.WHOLE, CALLS_ECHO);
    rig.round(Form.WHOLE, LoopRig.ANSWER);
    ChatRequest request = ChatRequest.builder().user("Hm?").model("plain-2").build();

    rig.loop(List.of(echo()), new Bounds().named("guide")).run(request);

    SpanData loop = span("invoke_agent guide");
    assertThat(loop.getAttributes().get(GenAi.REQUEST_MODEL)).isEqualTo("plain-2");
    assertThat(span("execute_tool echo").getAttributes().get(GenAi.AGENT_NAME)).isEqualTo("guide");
    assertThat(ConformanceRules.findings(loop)).isEmpty();
  }

  @Test
  void derivedClientsDefaultsAreTheLoops() {
    rig.round(Form.WHOLE, CALLS_ECHO);
    rig.round(Form.WHOLE, LoopRig.ANSWER);
    CallOptions options =
        CallOptions.builder().conversationId("c-7").contentCapture(ContentCapture.SPAN).build();
    RealChatClient derived =
        (RealChatClient) rig.client(rig.telemetry().telemetry()).with(options).withModel("plain-2");

    rig.loop(derived, List.of(echo()), new Bounds()).run("Hm?");

    assertThat(rig.telemetry().spans())
        .allSatisfy(
            span -> assertThat(span.getAttributes().get(GenAi.CONVERSATION_ID)).isEqualTo("c-7"));
    assertThat(span("invoke_agent").getAttributes().get(GenAi.REQUEST_MODEL)).isEqualTo("plain-2");
    assertThat(text(span("execute_tool echo"), GenAi.TOOL_CALL_RESULT)).isNotNull();
  }

  private void runEcho(CallOptions call, TelemetryOptions options) {
    rig.round(Form.WHOLE, CALLS_ECHO);
    rig.round(Form.WHOLE, LoopRig.ANSWER);
    rig.loop(List.of(echo()), telemetry(options), new Bounds()).run(ChatRequest.of("Hm?"), call);
  }

  private Telemetry capturing(TelemetryOptions.Builder options) {
    return telemetry(capture(options));
  }

  private static TelemetryOptions capture(TelemetryOptions.Builder options) {
    return options.contentCapture(ContentCapture.SPAN).build();
  }

  private Telemetry telemetry(TelemetryOptions options) {
    return Telemetry.builder()
        .openTelemetry(rig.telemetry().openTelemetry())
        .options(options)
        .build();
  }

  private static Tool failing() {
    return Tool.function("fails")
        .description("Fails")
        .body(
            call -> {
              throw new IllegalStateException("secret");
            })
        .build();
  }

  private void assertConformance(int spans) {
    assertThat(rig.telemetry().spans())
        .hasSize(spans)
        .allSatisfy(span -> assertThat(ConformanceRules.findings(span)).isEmpty());
    assertThat(ConformanceRules.findings(rig.telemetry().metrics())).isEmpty();
  }

  private SpanData span(String name) {
    return rig.telemetry().spans().stream()
        .filter(span -> span.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static @Nullable String text(SpanData span, String name) {
    return span.getAttributes().get(AttributeKey.stringKey(name));
  }
}
