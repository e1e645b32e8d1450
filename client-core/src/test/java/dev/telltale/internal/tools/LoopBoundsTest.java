package dev.telltale.internal.tools;

import static dev.telltale.internal.tools.LoopRig.echo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.AnswerException;
import dev.telltale.CallOptions;
import dev.telltale.ChatRequest;
import dev.telltale.Cost;
import dev.telltale.Telemetry;
import dev.telltale.Tool;
import dev.telltale.internal.pipeline.RealChatClient;
import dev.telltale.internal.tools.LoopRig.Bounds;
import dev.telltale.internal.tools.LoopRig.City;
import dev.telltale.internal.tools.LoopRig.Form;
import dev.telltale.tools.LoopOutcome;
import dev.telltale.tools.ToolLoopResult;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bounds of a loop, and what is left when one is reached. */
@Timeout(10)
class LoopBoundsTest {
  @RegisterExtension final LoopRig rig = new LoopRig();

  @ParameterizedTest
  @EnumSource
  void roundLimitEndsTheLoop(Form form) {
    rig.round(form, "call 1 echo {\"name\":\"a\"}\nfinish tools\n");
    rig.round(form, "call 2 echo {\"name\":\"b\"}\nfinish tools\n");

    ToolLoopResult result = form.run(rig.loop(List.of(echo()), new Bounds().rounds(2)), "Hm?");

    assertThat(result.outcome()).isEqualTo(LoopOutcome.ROUND_LIMIT);
    assertThat(result.rounds()).hasSize(2);
    assertThat(result.runs()).hasSize(1);
    assertThat(result.pendingCalls())
        .singleElement()
        .satisfies(call -> assertThat(call.id()).isEqualTo("2"));
    assertThatThrownBy(result::text)
        .isInstanceOf(AnswerException.class)
        .hasMessageContaining("ROUND_LIMIT");
    assertThat(rig.telemetry().spans()).hasSize(4);
  }

  @ParameterizedTest
  @EnumSource
  void callLimitEndsTheLoopBeforeTheRound(Form form) {
    rig.round(form, "call 1 echo {\"name\":\"a\"}\ncall 2 echo {\"name\":\"b\"}\nfinish tools\n");

    ToolLoopResult result = form.run(rig.loop(List.of(echo()), new Bounds().calls(1)), "Hm?");

    assertThat(result.outcome()).isEqualTo(LoopOutcome.CALL_LIMIT);
    assertThat(result.runs()).isEmpty();
    assertThat(result.pendingCalls()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  void timeLimitEndsTheLoop(Form form) {
    Tool late =
        Tool.of(
            "late",
            "Takes its time",
            City.class,
            city -> {
              rig.time().pass(Duration.ofSeconds(10));
              return "done";
            });
    rig.round(form, "call 1 late {\"name\":\"a\"}\nfinish tools\n");

    ToolLoopResult result =
        form.run(rig.loop(List.of(late), new Bounds().time(Duration.ofSeconds(10))), "Hm?");

    assertThat(result.outcome()).isEqualTo(LoopOutcome.TIME_LIMIT);
    assertThat(result.rounds()).hasSize(1);
  }

  @Test
  void costLimitEndsTheLoop() {
    rig.round(Form.WHOLE, "call 1 echo {\"name\":\"a\"}\nfinish tools\nusage 1 1\n");
    rig.round(Form.WHOLE, "call 2 echo {\"name\":\"a\"}\nfinish tools\nusage 1 1\n");
    Telemetry priced =
        Telemetry.builder()
            .openTelemetry(rig.telemetry().openTelemetry())
            .costModel(call -> Cost.of(new BigDecimal("0.6"), null, List.of()))
            .build();

    ToolLoopResult result = rig.loop(List.of(echo()), priced, new Bounds().usd("1")).run("Hm?");

    assertThat(result.outcome()).isEqualTo(LoopOutcome.COST_LIMIT);
    assertThat(result.usd()).contains(new BigDecimal("1.2"));
  }

  @Test
  void unknownCostEndsALoopWithACostLimit() {
    rig.round(Form.WHOLE, "call 1 echo {\"name\":\"a\"}\nfinish tools\n");

    ToolLoopResult result =
        rig.loop(List.of(echo()), rig.telemetry().telemetry(), new Bounds().usd("1")).run("Hm?");

    assertThat(result.outcome()).isEqualTo(LoopOutcome.COST_UNKNOWN);
    assertThat(result.usd()).isEmpty();
  }

  @Test
  void ownShorterDeadlineIsKept() {
    Duration shorter = Duration.ofSeconds(3);
    Duration longer = Duration.ofSeconds(30);

    assertThat(deadlineWithin10Seconds(CallOptions.builder().deadline(shorter).build()))
        .isEqualTo(shorter);
    assertThat(deadlineWithin10Seconds(CallOptions.builder().deadline(longer).build()))
        .isEqualTo(Duration.ofSeconds(10));
    assertThat(deadlineWithin10Seconds(CallOptions.none())).isEqualTo(Duration.ofSeconds(10));
  }

  private Duration deadlineWithin10Seconds(CallOptions options) {
    RealChatClient client = rig.client(rig.telemetry().telemetry());
    ChatRequest request = ChatRequest.of("Hm?");
    LoopRun run =
        new LoopRun(
            new Bounds().time(Duration.ofSeconds(10)).settings(),
            rig.time(),
            request,
            options,
            List.of(echo()),
            client.startLoop(null, request, options),
            client.series());

    Duration deadline = run.nextOptions().deadline().orElseThrow();
    run.end();
    return deadline;
  }
}
