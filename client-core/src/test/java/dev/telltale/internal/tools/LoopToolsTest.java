package dev.telltale.internal.tools;

import static dev.telltale.internal.tools.LoopRig.echo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.telltale.Tool;
import dev.telltale.internal.tools.LoopRig.Bounds;
import dev.telltale.internal.tools.LoopRig.City;
import dev.telltale.internal.tools.LoopRig.Form;
import dev.telltale.telemetry.GenAi;
import dev.telltale.tools.Approval;
import dev.telltale.tools.JsonType;
import dev.telltale.tools.LoopOutcome;
import dev.telltale.tools.ToolBody;
import dev.telltale.tools.ToolLoopResult;
import dev.telltale.tools.ToolRun;
import dev.telltale.tools.ToolRun.Status;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which tools run, where, and what of their calls is left to others. */
@Timeout(10)
class LoopToolsTest {
  @RegisterExtension final LoopRig rig = new LoopRig();

  @ParameterizedTest
  @EnumSource
  void approvalDecidesWhatRuns(Form form) {
    rig.round(form, "call 1 echo {\"name\":\"a\"}\ncall 2 echo {\"name\":\"b\"}\nfinish tools\n");
    rig.round(form, LoopRig.ANSWER);
    Approval.Policy policy =
        (tool, call) ->
            call.id().equals("1") ? Approval.denied("Ask someone.") : Approval.granted();

    ToolLoopResult result =
        form.run(rig.loop(List.of(echo()), new Bounds().approval(policy)), "Hm?");

    assertThat(result.runs())
        .extracting(ToolRun::status, ToolRun::result)
        .containsExactly(
            tuple(Status.DENIED, "Error: this call is not allowed. Ask someone."),
            tuple(Status.SUCCEEDED, "b"));
    assertThat(rig.telemetry().spans())
        .filteredOn(span -> span.getName().equals("execute_tool echo"))
        .extracting(
            span -> span.getAttributes().get(GenAi.TOOL_CALL_ID),
            span -> span.getAttributes().get(GenAi.ERROR_TYPE))
        .containsExactlyInAnyOrder(tuple("1", "denied"), tuple("2", null));
  }

  @Test
  void ownMismatchIsNoFaultOfTheArguments() {
    JsonType<City> type = JsonType.of(City.class);
    Tool reading = Tool.of("reading", "Reads", City.class, city -> type.parse("{}").name());
    rig.round(Form.WHOLE, "call 1 reading {\"name\":\"a\"}\nfinish tools\n");
    rig.round(Form.WHOLE, LoopRig.ANSWER);

    ToolLoopResult result = rig.loop(reading).run("Hm?");

    assertThat(result.runs()).extracting(ToolRun::status).containsExactly(Status.FAILED);
  }

  @ParameterizedTest
  @EnumSource
  void approvalCanStopTheLoop(Form form) {
    rig.round(form, "call 1 echo {\"name\":\"a\"}\nfinish tools\n");

    ToolLoopResult result =
        form.run(
            rig.loop(List.of(echo()), new Bounds().approval((tool, call) -> Approval.stop())),
            "Hm?");

    assertThat(result.outcome()).isEqualTo(LoopOutcome.STOPPED);
    assertThat(result.pendingCalls()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void toolWithoutABodyIsTheCallers(Form form) {
    Tool declared = Tool.function("ask_human").build();
    rig.round(form, "call 1 ask_human\ncall 2 echo {\"name\":\"b\"}\nfinish tools\n");

    ToolLoopResult result = form.run(rig.loop(echo(), declared), "Hm?");

    assertThat(result.outcome()).isEqualTo(LoopOutcome.TOOLS_REQUESTED);
    assertThat(result.runs())
        .singleElement()
        .satisfies(run -> assertThat(run.result()).isEqualTo("b"));
    assertThat(result.pendingCalls())
        .singleElement()
        .satisfies(call -> assertThat(call.name()).isEqualTo("ask_human"));
  }

  @Test
  void toolThatAnswersLaterHoldsNoThread() {
    CompletableFuture<String> later = new CompletableFuture<>();
    Tool async = Tool.async("later", "Answers later", City.class, city -> later);
    Tool then =
        Tool.of("then", "Makes it answer", City.class, city -> later.complete("late") ? "" : "no");
    rig.round(
        Form.WHOLE, "call 1 later {\"name\":\"a\"}\ncall 2 then {\"name\":\"a\"}\nfinish tools\n");
    rig.round(Form.WHOLE, LoopRig.ANSWER);

    ToolLoopResult result = rig.loop(async, then).run("Hm?");

    assertThat(result.runs()).extracting(ToolRun::result).containsExactly("late", "");
  }

  @Test
  void toolRunsWithinItsSpan() {
    AtomicReference<String> within = new AtomicReference<>();
    ToolBody body =
        call -> {
          within.set(Span.current().getSpanContext().getSpanId());
          return CompletableFuture.completedFuture("ok");
        };
    rig.round(Form.WHOLE, "call 1 raw not json\nfinish tools\n");
    rig.round(Form.WHOLE, LoopRig.ANSWER);

    ToolLoopResult result = rig.loop(Tool.function("raw").body(body).build()).run("Hm?");

    assertThat(result.runs()).extracting(ToolRun::result).containsExactly("ok");
    assertThat(rig.telemetry().spans())
        .filteredOn(span -> span.getName().equals("execute_tool raw"))
        .extracting(SpanData::getSpanId)
        .containsExactly(within.get());
  }

  @Test
  void executorThatRefusesIsAFailedTool() {
    Executor full =
        task -> {
          throw new RejectedExecutionException();
        };
    rig.round(Form.WHOLE, "call 1 echo {\"name\":\"a\"}\nfinish tools\n");
    rig.round(Form.WHOLE, LoopRig.ANSWER);

    ToolLoopResult result = rig.loop(List.of(echo()), new Bounds().executor(full)).run("Hm?");

    assertThat(result.runs()).extracting(ToolRun::status).containsExactly(Status.FAILED);
  }
}
