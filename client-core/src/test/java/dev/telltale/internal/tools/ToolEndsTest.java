package dev.telltale.internal.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.CallOptions;
import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.Tool;
import dev.telltale.ToolChoice;
import dev.telltale.ToolFailedException;
import dev.telltale.internal.pipeline.RealChatClient;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.PlainProvider;
import dev.telltale.rig.RecordedTelemetry;
import dev.telltale.tools.LoopOutcome;
import dev.telltale.tools.ToolBody;
import dev.telltale.tools.ToolFunction;
import dev.telltale.tools.ToolLoop;
import dev.telltale.tools.ToolLoopResult;
import dev.telltale.tools.ToolRun;
import dev.telltale.tools.ToolRun.Status;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However a tool ends, its loop goes on or ends, and nothing of it stays behind. */
@Timeout(10)
class ToolEndsTest {
  private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

  @StartStop private final MockWebServer server = new MockWebServer();
  private final RecordedTelemetry telemetry = RecordedTelemetry.create();
  private ChatClient client;

  @AfterEach
  void close() {
    client.close();
    telemetry.close();
  }

  static Stream<Throwable> whateverAToolThrowsEndsItsCall() {
    return Stream.of(
        new Error("own"),
        new StackOverflowError(),
        new Throwable("neither error nor exception"),
        new InterruptedException(),
        new CancellationException("own"),
        new TimeoutException("own"));
  }

  @ParameterizedTest
  @MethodSource
  void whateverAToolThrowsEndsItsCall(Throwable thrown) {
    say("call 1 echo {\"name\":\"a\"}\nfinish tools\n", "text Hm.\nfinish stop\n");

    ToolLoopResult result = ToolLoop.of(client(), List.of(echo(throwing(thrown)))).run("Hm?");

    assertThat(result.outcome()).isEqualTo(LoopOutcome.ANSWERED);
    assertThat(result.runs()).extracting(ToolRun::status).containsExactly(Status.FAILED);
  }

  @ParameterizedTest
  @MethodSource("whateverAToolThrowsEndsItsCall")
  void whateverAToolThrowsIsTheCause(Throwable thrown) {
    say("call 1 echo {\"name\":\"a\"}\nfinish tools\n");
    ToolLoop loop =
        ToolLoop.builder(client(), List.of(echo(throwing(thrown)))).throwingFailures().build();

    assertThatThrownBy(() -> loop.run("Hm?"))
        .isInstanceOf(ToolFailedException.class)
        .hasCause(thrown);
  }

  @Test
  void stageThatIsNoFutureIsCutToo() {
    ToolBody body = call -> neverEnding();
    say("call 1 raw {}\nfinish tools\n", "text Hm.\nfinish stop\n");
    ToolLoop loop =
        ToolLoop.builder(client(), List.of(Tool.function("raw").body(body).build()))
            .toolTimeout(Duration.ofMillis(1))
            .build();

    ToolLoopResult result = loop.run("Hm?");

    assertThat(result.runs()).extracting(ToolRun::status).containsExactly(Status.TIMED_OUT);
  }

  @Test
  void executorThatFailsIsAFailedTool() {
    AtomicInteger tasks = new AtomicInteger();
    Executor failing =
        task -> {
          if (tasks.incrementAndGet() == 2) {
            throw new IllegalStateException("broken");
          }
          LoopSettings.THREAD_PER_CALL.execute(task);
        };
    say(
        "call 1 echo {\"name\":\"a\"}\ncall 2 echo {\"name\":\"b\"}\nfinish tools\n",
        "text Hm.\nfinish stop\n");

    ToolLoopResult result =
        ToolLoop.builder(client(), List.of(echo(City::name))).executor(failing).build().run("Hm?");

    assertThat(result.runs())
        .extracting(ToolRun::status)
        .containsExactly(Status.SUCCEEDED, Status.FAILED);
  }

  @Test
  void errorOfAnExecutorLeavesNoSpanOpen() {
    AtomicInteger tasks = new AtomicInteger();
    Executor dying =
        task -> {
          if (tasks.incrementAndGet() == 2) {
            throw new OutOfMemoryError("unable to create native thread");
          }
          LoopSettings.THREAD_PER_CALL.execute(task);
        };
    say("call 1 echo {\"name\":\"a\"}\ncall 2 echo {\"name\":\"b\"}\nfinish tools\n");
    ToolFunction<City> hangs =
        city -> {
          new CountDownLatch(1).await();
          return "never";
        };
    ToolLoop loop = ToolLoop.builder(client(), List.of(echo(hangs))).executor(dying).build();

    assertThatThrownBy(() -> loop.run("Hm?")).isInstanceOf(OutOfMemoryError.class);

    assertThat(telemetry.spans())
        .extracting(SpanData::getName)
        .containsExactlyInAnyOrder(
            "chat plain-1", "execute_tool echo", "execute_tool echo", "invoke_agent");
  }

  @Test
  void boundsMayBeLongerThanAnyClockCounts() {
    say("call 1 echo {\"name\":\"a\"}\nfinish tools\n", "text Hm.\nfinish stop\n");
    ToolLoop loop =
        ToolLoop.builder(client(), List.of(echo(City::name)))
            .toolTimeout(FOREVER)
            .timeLimit(FOREVER)
            .build();

    ToolLoopResult result = loop.run("Hm?");

    assertThat(result.runs()).extracting(ToolRun::status).containsExactly(Status.SUCCEEDED);
  }

  @Test
  void choiceAmongNamesHoldsForEveryRound() {
    RealChatClient real = (RealChatClient) client();
    LoopRun run =
        new LoopRun(
            new LoopSettings(
                1, 1, FOREVER, null, null, Runnable::run, null, (tool, call) -> null, false),
            LoopTime.SYSTEM,
            ChatRequest.builder()
                .user("Hm?")
                .toolChoice(ToolChoice.requiredAmong(List.of("echo")))
                .build(),
            CallOptions.none(),
            List.of(echo(City::name)),
            real.startLoop(null, ChatRequest.of("Hm?"), CallOptions.none()),
            real.series());

    run.answered(ChatResponse.builder().build());

    assertThat(run.nextRequest().toolChoice()).isEqualTo(ToolChoice.autoAmong(List.of("echo")));
    run.end();
  }

  private static Tool echo(ToolFunction<City> function) {
    return Tool.of("echo", "Says it again", City.class, function);
  }

  private static ToolFunction<City> throwing(Throwable thrown) {
    return city -> {
      ToolEndsTest.<RuntimeException>raise(thrown);
      return "";
    };
  }

  @SuppressWarnings("unchecked") // Throws what no method could declare.
  private static <E extends Throwable> void raise(Throwable thrown) throws E {
    throw (E) thrown;
  }

  /** A stage that does not become a future, as its contract allows. */
  @SuppressWarnings("unchecked")
  private static CompletionStage<String> neverEnding() {
    return (CompletionStage<String>)
        Proxy.newProxyInstance(
            ToolEndsTest.class.getClassLoader(),
            new Class<?>[] {CompletionStage.class},
            (stage, method, arguments) -> {
              if (method.getName().equals("toCompletableFuture")) {
                throw new UnsupportedOperationException();
              }
              return stage;
            });
  }

  private ChatClient client() {
    client =
        ClientRig.builder(PlainProvider.at(server.url("/").toString()))
            .telemetry(telemetry.telemetry())
            .build();
    return client;
  }

  /** What the model says, round by round. */
  private void say(String... rounds) {
    for (String round : rounds) {
      server.enqueue(new MockResponse.Builder().body(round).build());
    }
  }

  record City(String name) {}
}
