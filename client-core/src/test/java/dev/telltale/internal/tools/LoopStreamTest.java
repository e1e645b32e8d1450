package dev.telltale.internal.tools;

import static dev.telltale.internal.tools.LoopRig.echo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import dev.telltale.CallCancelledException;
import dev.telltale.ChatRequest;
import dev.telltale.LlmException;
import dev.telltale.internal.tools.LoopRig.Form;
import dev.telltale.telemetry.GenAi;
import dev.telltale.tools.ToolLoopEvent;
import dev.telltale.tools.ToolLoopResult;
import dev.telltale.tools.ToolLoopStream;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops that are read event by event, to their end or not. */
@Timeout(10)
class LoopStreamTest {
  @RegisterExtension final LoopRig rig = new LoopRig();

  @Test
  void eventsComeInTheOrderOfTheLoop() {
    rig.round(Form.STREAM, "text Let me see.\ncall 1 echo {\"name\":\"a\"}\nfinish tools\n");
    rig.round(Form.STREAM, LoopRig.ANSWER);
    List<String> kinds = new ArrayList<>();

    try (ToolLoopStream stream = rig.loop(echo()).stream(ChatRequest.of("Hm?"))) {
      for (ToolLoopEvent event : stream) {
        String kind = event.getClass().getSimpleName();
        if (kinds.isEmpty() || !kinds.get(kinds.size() - 1).equals(kind)) {
          kinds.add(kind);
        }
      }
    }

    assertThat(kinds)
        .containsExactly("Streamed", "RoundEnded", "ToolEnded", "Streamed", "RoundEnded");
  }

  @Test
  void resultOfAFailedLoopIsItsFailure() {
    rig.server().enqueue(new MockResponse.Builder().code(400).body("nope").build());

    try (ToolLoopStream stream = rig.loop(echo()).stream(ChatRequest.of("Hm?"))) {
      Throwable thrown = catchThrowable(() -> stream.forEachText(text -> {}));

      assertThat(thrown).isInstanceOf(LlmException.class);
      assertThatThrownBy(stream::result).isSameAs(thrown);
    }
  }

  @Test
  void resultOfAClosedLoopSaysSo() {
    ToolLoopStream stream = rig.loop(echo()).stream(ChatRequest.of("Hm?"));
    stream.close();

    assertThatThrownBy(stream::result)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void closingAStreamEndsItsSpans() {
    rig.round(Form.STREAM, "text Let me see.\ncall 1 echo {\"name\":\"a\"}\nfinish tools\n");

    try (ToolLoopStream stream = rig.loop(echo()).stream(ChatRequest.of("Hm?"))) {
      stream.iterator().next();
    }

    assertThat(rig.telemetry().spans())
        .extracting(SpanData::getName)
        .containsExactlyInAnyOrder("chat plain-1", "invoke_agent");
  }

  @Test
  void closingFromElsewhereEndsTheTools() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    rig.round(Form.STREAM, "call 1 hanging {\"name\":\"x\"}\nfinish tools\n");
    ToolLoopStream stream =
        rig.loop(LoopRig.hanging(started, interrupted)).stream(ChatRequest.of("Hm?"));
    FutureTask<ToolLoopResult> reader = new FutureTask<>(() -> stream.forEachText(text -> {}));
    new Thread(reader, "reader").start();
    started.await();

    stream.close();

    assertThatThrownBy(reader::get)
        .cause()
        .isInstanceOfSatisfying(
            CallCancelledException.class,
            cancelled -> assertThat(cancelled.report().duration()).isPositive());
    while (!interrupted.get()) {
      Thread.onSpinWait(); // The tool's thread may see it after the loop has ended.
    }
    assertThat(rig.telemetry().spans())
        .extracting(SpanData::getName, span -> span.getAttributes().get(GenAi.ERROR_TYPE))
        .containsExactly(
            tuple("chat plain-1", null),
            tuple("execute_tool hanging", "cancelled"),
            tuple("invoke_agent", "cancelled"));
  }

  @Test
  void closingFromElsewhereEndsTheRound() throws Exception {
    ToolLoopStream stream = rig.loop(echo()).stream(ChatRequest.of("Hm?"));
    FutureTask<ToolLoopResult> reader = new FutureTask<>(() -> stream.forEachText(text -> {}));
    new Thread(reader, "reader").start();
    rig.server().takeRequest();

    stream.close();

    assertThatThrownBy(reader::get)
        .cause()
        .isInstanceOfSatisfying(
            CallCancelledException.class,
            cancelled -> assertThat(cancelled.report().duration()).isPositive());
    assertThat(rig.telemetry().spans())
        .extracting(span -> span.getAttributes().get(GenAi.ERROR_TYPE))
        .containsExactly("cancelled", "cancelled");
  }

  @Test
  void failedLoopIsReadNoFurther() {
    rig.server().enqueue(new MockResponse.Builder().code(400).body("nope").build());

    try (ToolLoopStream stream = rig.loop(echo()).stream(ChatRequest.of("Hm?"))) {
      Iterator<ToolLoopEvent> events = stream.iterator();

      assertThatThrownBy(events::hasNext).isInstanceOf(LlmException.class);
      assertThat(events.hasNext()).isFalse();
    }

    assertThat(rig.server().getRequestCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void forgottenLoopIsAbandoned(int eventsRead) {
    rig.round(Form.STREAM, "text Let me see.\ncall 1 echo {\"name\":\"a\"}\nfinish tools\n");
    openAndForget(eventsRead);

    while (rig.telemetry().spans().size() <= eventsRead && !Thread.interrupted()) {
      System.gc();
    }

    assertThat(rig.telemetry().spans())
        .hasSize(1 + eventsRead)
        .extracting(span -> span.getAttributes().get(GenAi.ERROR_TYPE))
        .containsOnly("abandoned");
  }

  private void openAndForget(int eventsRead) {
    Iterator<ToolLoopEvent> events = rig.loop(echo()).stream(ChatRequest.of("Hm?")).iterator();
    for (int i = 0; i < eventsRead; i++) {
      events.next();
    }
  }
}
