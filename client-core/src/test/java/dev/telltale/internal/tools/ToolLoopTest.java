package dev.telltale.internal.tools;

import static dev.telltale.internal.tools.LoopRig.echo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.telltale.CallOptions;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.Message;
import dev.telltale.Role;
import dev.telltale.Tool;
import dev.telltale.ToolChoice;
import dev.telltale.internal.pipeline.RealChatClient;
import dev.telltale.internal.tools.LoopRig.Bounds;
import dev.telltale.internal.tools.LoopRig.City;
import dev.telltale.internal.tools.LoopRig.Form;
import dev.telltale.internal.tools.LoopRig.Report;
import dev.telltale.rig.ConformanceRules;
import dev.telltale.telemetry.GenAi;
import dev.telltale.tools.LoopOutcome;
import dev.telltale.tools.ToolException;
import dev.telltale.tools.ToolLoop;
import dev.telltale.tools.ToolLoopResult;
import dev.telltale.tools.ToolRun;
import dev.telltale.tools.ToolRun.Status;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a loop does, says and reports when all goes as it may. */
@Timeout(10)
class ToolLoopTest {
  private static final Duration LIMIT = LoopRig.LIMIT;
  private static final String ANSWER = LoopRig.ANSWER;
  @RegisterExtension final LoopRig rig = new LoopRig();

  @ParameterizedTest
  @EnumSource
  void loopRunsThreeRoundsWithParallelCalls(Form form) {
    CyclicBarrier together = new CyclicBarrier(2);
    AtomicBoolean interrupted = new AtomicBoolean();
    Tool weather =
        Tool.of(
            "weather",
            "Weather of a city",
            City.class,
            city -> {
              // Ends only if two calls run at the same time.
              together.await(8, TimeUnit.SECONDS);
              return new Report(city.name(), 12);
            });
    Tool broken =
        Tool.of(
            "broken",
            "Fails",
            City.class,
            city -> {
              throw new IllegalStateException("secret of " + city);
            });
    Tool slow =
        Tool.of(
            "slow",
            "Hangs",
            City.class,
            city -> {
              awaitSpan("execute_tool broken");
              rig.time().pass(LIMIT);
              return LoopRig.hangs(interrupted);
            });
    rig.round(
        form,
        "call 1 weather {\"name\":\"Porto\"}\ncall 2 weather {\"name\":\"Faro\"}\nfinish tools\n");
    rig.round(form, "call 3 broken {\"name\":\"x\"}\ncall 4 slow {\"name\":\"y\"}\nfinish tools\n");
    rig.round(form, ANSWER);

    ToolLoopResult result = form.run(rig.loop(weather, broken, slow), "Umbrella?");

    assertThat(result.outcome()).isEqualTo(LoopOutcome.ANSWERED);
    assertThat(result.text()).isEqualTo("Umbrella!");
    assertThat(result.rounds()).hasSize(3);
    assertThat(result.runs())
        .extracting(ToolRun::round, run -> run.call().id(), ToolRun::status, ToolRun::result)
        .containsExactly(
            tuple(1, "1", Status.SUCCEEDED, "{\"city\":\"Porto\",\"celsius\":12}"),
            tuple(1, "2", Status.SUCCEEDED, "{\"city\":\"Faro\",\"celsius\":12}"),
            tuple(2, "3", Status.FAILED, "Error: the tool failed."),
            tuple(2, "4", Status.TIMED_OUT, "Error: the tool did not finish in time."));
    while (!interrupted.get()) {
      Thread.onSpinWait(); // The tool's thread may see it after the loop goes on.
    }
    assertThat(result.transcript())
        .extracting(Message::role)
        .containsExactly(
            Role.USER,
            Role.ASSISTANT,
            Role.TOOL,
            Role.TOOL,
            Role.ASSISTANT,
            Role.TOOL,
            Role.TOOL,
            Role.ASSISTANT);
    assertSpans();
  }

  /** A call's end is known by its span; the watchdog ends this. */
  private void awaitSpan(String name) {
    while (rig.telemetry().spans().stream().noneMatch(span -> span.getName().equals(name))) {
      Thread.onSpinWait();
    }
  }

  private void assertSpans() {
    List<SpanData> spans = rig.telemetry().spans();
    SpanData parent = spans.get(spans.size() - 1);
    assertThat(parent.getName()).isEqualTo("invoke_agent");
    assertThat(parent.getKind()).isEqualTo(SpanKind.INTERNAL);
    assertThat(parent.getParentSpanId()).isEqualTo("0000000000000000");
    assertThat(parent.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    List<SpanData> children = spans.subList(0, spans.size() - 1);
    assertThat(children)
        .allSatisfy(child -> assertThat(child.getParentSpanId()).isEqualTo(parent.getSpanId()));
    assertThat(children)
        .extracting(SpanData::getName)
        .containsExactlyInAnyOrder(
            "chat plain-1",
            "execute_tool weather",
            "execute_tool weather",
            "chat plain-1",
            "execute_tool broken",
            "execute_tool slow",
            "chat plain-1");
    assertThat(children)
        .filteredOn(span -> span.getName().startsWith("execute_tool"))
        .extracting(
            SpanData::getKind,
            span -> span.getAttributes().get(GenAi.OPERATION_NAME),
            span -> span.getAttributes().get(GenAi.TOOL_CALL_ID),
            span -> span.getAttributes().get(GenAi.TOOL_TYPE),
            span -> span.getAttributes().get(GenAi.ERROR_TYPE),
            span -> span.getStatus().getStatusCode())
        .containsExactlyInAnyOrder(
            tuple(SpanKind.INTERNAL, "execute_tool", "1", "function", null, StatusCode.UNSET),
            tuple(SpanKind.INTERNAL, "execute_tool", "2", "function", null, StatusCode.UNSET),
            tuple(
                SpanKind.INTERNAL,
                "execute_tool",
                "3",
                "function",
                "java.lang.IllegalStateException",
                StatusCode.ERROR),
            tuple(SpanKind.INTERNAL, "execute_tool", "4", "function", "timeout", StatusCode.ERROR));
    assertThat(rig.telemetry().histogram(GenAi.EXECUTE_TOOL_DURATION))
        .extracting(
            point -> point.getAttributes().get(GenAi.TOOL_NAME),
            point -> point.getAttributes().get(GenAi.ERROR_TYPE),
            point -> point.getCount())
        .containsExactlyInAnyOrder(
            tuple("weather", null, 2L),
            tuple("broken", "java.lang.IllegalStateException", 1L),
            tuple("slow", "timeout", 1L));
    assertThat(spans.toString() + rig.telemetry().metrics())
        .doesNotContain("secret")
        .doesNotContain("Porto");
  }

  @ParameterizedTest
  @EnumSource
  void modelIsToldWhatItGotWrong(Form form) {
    Tool picky =
        Tool.of(
            "picky",
            "Refuses",
            City.class,
            city -> {
              throw new ToolException("No such city.");
            });
    rig.round(
        form, "call 1 echo {}\ncall 2 missing {}\ncall 3 picky {\"name\":\"x\"}\nfinish tools\n");
    rig.round(form, ANSWER);

    ToolLoopResult result = form.run(rig.loop(echo(), picky), "Hm?");

    assertThat(result.runs())
        .extracting(ToolRun::status, ToolRun::result)
        .containsExactly(
            tuple(Status.INVALID_ARGUMENTS, "Error: the arguments do not fit: $.name is missing."),
            tuple(Status.UNKNOWN_TOOL, "Error: there is no tool of this name."),
            tuple(Status.FAILED, "Error: No such city."));
    assertThat(rig.telemetry().spans())
        .extracting(SpanData::getName, span -> span.getAttributes().get(GenAi.ERROR_TYPE))
        .contains(
            tuple("execute_tool echo", "invalid_arguments"),
            tuple("execute_tool _OTHER", "unknown_tool"),
            tuple("execute_tool picky", ToolException.class.getName()));
    assertThat(rig.telemetry().spans())
        .filteredOn(span -> span.getName().startsWith("execute_tool"))
        .allSatisfy(span -> assertThat(ConformanceRules.findings(span)).isEmpty());
    assertThat(ConformanceRules.findings(rig.telemetry().metrics())).isEmpty();
    assertThat(rig.telemetry().spans().toString() + rig.telemetry().metrics())
        .doesNotContain("missing");
  }

  @Test
  void forcedChoiceIsForTheFirstRoundOnly() {
    RealChatClient client = rig.client(rig.telemetry().telemetry());
    LoopRun run =
        new LoopRun(
            new Bounds().settings(),
            rig.time(),
            ChatRequest.builder().user("Hm?").toolChoice(ToolChoice.required()).build(),
            CallOptions.none(),
            List.of(echo()),
            client.startLoop(null, ChatRequest.of("Hm?"), CallOptions.none()),
            client.series());

    ToolChoice first = run.nextRequest().toolChoice();
    run.answered(ChatResponse.builder().build());

    assertThat(first).isEqualTo(ToolChoice.required());
    assertThat(run.nextRequest().toolChoice()).isNull();
    run.end();
  }

  @Test
  void twoToolsOfOneNameAreRefused() {
    ToolLoop loop = rig.loop(echo());
    ChatRequest request = ChatRequest.builder().user("Hm?").tool(echo()).build();

    assertThatIllegalArgumentException().isThrownBy(() -> loop.run(request));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rig.loop(echo(), echo()))
        .withMessageContaining("echo");
  }
}
