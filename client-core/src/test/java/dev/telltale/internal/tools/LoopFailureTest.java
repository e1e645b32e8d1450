package dev.telltale.internal.tools;

import static dev.telltale.internal.tools.LoopRig.echo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.telltale.CallCancelledException;
import dev.telltale.LlmException;
import dev.telltale.Tool;
import dev.telltale.ToolFailedException;
import dev.telltale.internal.tools.LoopRig.Bounds;
import dev.telltale.internal.tools.LoopRig.City;
import dev.telltale.internal.tools.LoopRig.Form;
import dev.telltale.telemetry.GenAi;
import dev.telltale.tools.ToolLoop;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Loops that end by a failure, whole, async and streamed. */
@Timeout(10)
class LoopFailureTest {
  @RegisterExtension final LoopRig rig = new LoopRig();

  @ParameterizedTest
  @EnumSource
  void failureEndsALoopThatThrows(Form form) {
    IllegalStateException cause = new IllegalStateException("down");
    CountDownLatch forever = new CountDownLatch(1);
    Tool hanging =
        Tool.of(
            "hanging",
            "Hangs",
            City.class,
            city -> {
              forever.await();
              return "";
            });
    Tool broken =
        Tool.of(
            "broken",
            "Fails",
            City.class,
            city -> {
              throw cause;
            });
    rig.round(
        form, "call 1 hanging {\"name\":\"x\"}\ncall 2 broken {\"name\":\"x\"}\nfinish tools\n");
    ToolLoop loop = rig.loop(List.of(hanging, broken), new Bounds().throwing());

    assertThatThrownBy(() -> form.run(loop, "Hm?"))
        .isInstanceOfSatisfying(
            ToolFailedException.class,
            failure -> {
              assertThat(failure.tool()).isEqualTo("broken");
              assertThat(failure).hasCause(cause);
              assertThat(failure.report().duration()).isPositive();
            });

    assertThat(rig.telemetry().spans())
        .extracting(SpanData::getName, span -> span.getAttributes().get(GenAi.ERROR_TYPE))
        .contains(tuple("execute_tool hanging", "cancelled"), tuple("invoke_agent", "_OTHER"));
  }

  @ParameterizedTest
  @EnumSource
  void failedRoundEndsTheLoop(Form form) {
    rig.round(form, "call 1 echo {\"name\":\"a\"}\nfinish tools\n");
    rig.server().enqueue(new MockResponse.Builder().code(400).body("nope").build());

    assertThatThrownBy(() -> form.run(rig.loop(echo()), "Hm?")).isInstanceOf(LlmException.class);

    SpanData parent = rig.telemetry().spans().get(rig.telemetry().spans().size() - 1);
    assertThat(parent.getName()).isEqualTo("invoke_agent");
    assertThat(parent.getAttributes().get(GenAi.ERROR_TYPE)).isEqualTo("400");
  }

  @Test
  void interruptCancelsTheTools() {
    Thread caller = Thread.currentThread();
    Tool interrupting =
        Tool.of(
            "interrupting",
            "Interrupts the loop",
            City.class,
            city -> {
              caller.interrupt();
              return LoopRig.hangs(new AtomicBoolean());
            });
    rig.round(Form.WHOLE, "call 1 interrupting {\"name\":\"a\"}\nfinish tools\n");

    assertThatThrownBy(() -> rig.loop(interrupting).run("Hm?"))
        .isInstanceOfSatisfying(
            CallCancelledException.class,
            cancelled -> assertThat(cancelled.report().duration()).isPositive());

    assertThat(Thread.interrupted()).isTrue();
    assertThat(rig.telemetry().spans())
        .extracting(span -> span.getAttributes().get(GenAi.ERROR_TYPE))
        .containsExactly(null, "cancelled", "cancelled");
  }
}
