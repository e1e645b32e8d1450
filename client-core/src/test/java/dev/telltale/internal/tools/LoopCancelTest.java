package dev.telltale.internal.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.telltale.ChatRequest;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.Tool;
import dev.telltale.internal.pipeline.RealChatClient;
import dev.telltale.internal.tools.LoopRig.Bounds;
import dev.telltale.internal.tools.LoopRig.Form;
import dev.telltale.telemetry.GenAi;
import dev.telltale.tools.Approval;
import dev.telltale.tools.ToolLoopEvent;
import dev.telltale.tools.ToolLoopResult;
import dev.telltale.tools.ToolLoopStream;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Loops that are ended from outside: by their future, their stream, or their client. */
@Timeout(20)
class LoopCancelTest {
  private static final String ASKS_FOR_IT = "call 1 hanging {\"name\":\"x\"}\nfinish tools\n";

  @RegisterExtension final LoopRig rig = new LoopRig();

  private final CountDownLatch started = new CountDownLatch(1);
  private final AtomicBoolean interrupted = new AtomicBoolean();
  private final Tool hanging = LoopRig.hanging(started, interrupted);

  @Test
  void cancellingEndsTheRound() throws InterruptedException {
    CompletableFuture<ToolLoopResult> running = rig.loop(hanging).runAsync("Hm?");
    rig.server().takeRequest();

    running.cancel(true);

    awaitEnd();
    assertThat(running).isCancelled();
    assertThat(ends())
        .containsExactly(tuple("chat plain-1", "cancelled"), tuple("invoke_agent", "cancelled"));
  }

  @Test
  void cancellingEndsTheTools() throws InterruptedException {
    rig.round(Form.ASYNC, ASKS_FOR_IT);
    CompletableFuture<ToolLoopResult> running = rig.loop(hanging).runAsync("Hm?");
    started.await();

    running.cancel(true);

    awaitInterrupt();
    awaitEnd();
    assertThat(ends())
        .containsExactly(
            tuple("chat plain-1", null),
            tuple("execute_tool hanging", "cancelled"),
            tuple("invoke_agent", "cancelled"));
    assertThat(rig.server().getRequestCount()).isEqualTo(1);
  }

  @Test
  void cancelledAnswerRunsNoTool() throws InterruptedException {
    CompletableFuture<ToolLoopResult> cancelled = new CompletableFuture<>();
    Approval.Policy cancels =
        (tool, call) -> {
          cancelled.join();
          return Approval.granted();
        };
    rig.round(Form.ASYNC, ASKS_FOR_IT);
    CompletableFuture<ToolLoopResult> running =
        rig.loop(List.of(hanging), new Bounds().approval(cancels)).runAsync("Hm?");
    rig.server().takeRequest();

    running.cancel(true);
    cancelled.complete(null);

    awaitEnd();
    assertThat(started.getCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void closingTheClientEndsTheTools(Form form) throws Exception {
    rig.round(form, "call 2 ask_human\n" + ASKS_FOR_IT);
    List<Tool> tools = List.of(hanging, Tool.function("ask_human").build());
    RealChatClient client = rig.client(rig.clientBuilder().closeTimeout(Duration.ofMinutes(5)));
    FutureTask<ToolLoopResult> running =
        new FutureTask<>(() -> form.run(rig.loop(client, tools, new Bounds()), "Hm?"));
    new Thread(running, "caller").start();
    started.await();

    client.close();

    assertThat(rig.telemetry().spans()).as("ended when close returns").hasSize(3);
    assertThatThrownBy(running::get)
        .cause()
        .isInstanceOfSatisfying(
            LlmException.class,
            failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.CLIENT_CLOSED));
    awaitInterrupt();
  }

  @ParameterizedTest
  @EnumSource
  void approvalMayCloseTheClient(Form form) {
    rig.round(form, ASKS_FOR_IT);
    RealChatClient client = rig.client(rig.clientBuilder().closeTimeout(Duration.ofMinutes(5)));
    Approval.Policy closes =
        (tool, call) -> {
          client.close();
          return Approval.granted();
        };

    assertThatThrownBy(
            () ->
                form.run(rig.loop(client, List.of(hanging), new Bounds().approval(closes)), "Hm?"))
        .isInstanceOfSatisfying(
            LlmException.class,
            failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.CLIENT_CLOSED));

    assertThat(started.getCount()).isEqualTo(1);
    assertThat(ends()).endsWith(tuple("invoke_agent", "cancelled"));
  }

  @Test
  void closingTheClientEndsALoopThatIsNotRead() {
    rig.round(Form.STREAM, "text Let me see.\n" + ASKS_FOR_IT);
    RealChatClient client = rig.client(rig.clientBuilder().closeTimeout(Duration.ofMinutes(5)));
    ToolLoopStream stream =
        rig.loop(client, List.of(hanging), new Bounds()).stream(ChatRequest.of("Hm?"));
    Iterator<ToolLoopEvent> events = stream.iterator();
    events.next();

    client.close();

    assertThat(ends())
        .containsExactlyInAnyOrder(
            tuple("chat plain-1", "cancelled"), tuple("invoke_agent", "cancelled"));
    assertThatThrownBy(events::hasNext)
        .isInstanceOfSatisfying(
            LlmException.class,
            failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.CLIENT_CLOSED));
  }

  @Test
  void loopWithoutAThreadIsRefused() {
    RealChatClient client =
        rig.client(
            rig.clientBuilder()
                .executor(
                    task -> {
                      throw new RejectedExecutionException();
                    }));

    CompletableFuture<ToolLoopResult> refused =
        rig.loop(client, List.of(hanging), new Bounds()).runAsync("Hm?");

    assertThatThrownBy(refused::join)
        .cause()
        .isInstanceOfSatisfying(
            LlmException.class,
            failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.REJECTED));
    assertThat(ends()).containsExactly(tuple("invoke_agent", "rejected"));
  }

  @Test
  @SuppressWarnings("try") // The scope is for its close.
  void asyncLoopHasTheContextOfTheCaller() {
    rig.round(Form.ASYNC, LoopRig.ANSWER);
    Span caller =
        rig.telemetry().openTelemetry().getTracer("test").spanBuilder("caller").startSpan();
    CompletableFuture<ToolLoopResult> running;

    try (Scope current = caller.makeCurrent()) {
      running = rig.loop(hanging).runAsync("Hm?");
    }

    assertThat(running.join().text()).isEqualTo("Umbrella!");
    caller.end();
    assertThat(rig.telemetry().spans())
        .filteredOn(span -> span.getName().equals("invoke_agent"))
        .extracting(SpanData::getParentSpanId)
        .containsExactly(caller.getSpanContext().getSpanId());
  }

  private List<Tuple> ends() {
    return rig.telemetry().spans().stream()
        .map(span -> tuple(span.getName(), span.getAttributes().get(GenAi.ERROR_TYPE)))
        .toList();
  }

  /** The loop's thread ends after its future; the watchdog ends this. */
  private void awaitEnd() {
    while (rig.telemetry().spans().stream()
        .noneMatch(span -> span.getName().equals("invoke_agent"))) {
      Thread.onSpinWait();
    }
  }

  private void awaitInterrupt() {
    while (!interrupted.get()) {
      Thread.onSpinWait();
    }
  }
}
