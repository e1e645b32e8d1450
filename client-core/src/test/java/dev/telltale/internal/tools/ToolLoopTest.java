package dev.telltale.internal.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.telltale.AnswerException;
import dev.telltale.CallCancelledException;
import dev.telltale.CallOptions;
import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.Cost;
import dev.telltale.LlmException;
import dev.telltale.Message;
import dev.telltale.Role;
import dev.telltale.Telemetry;
import dev.telltale.Tool;
import dev.telltale.ToolChoice;
import dev.telltale.ToolFailedException;
import dev.telltale.internal.pipeline.RealChatClient;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.PlainProvider;
import dev.telltale.rig.RecordedTelemetry;
import dev.telltale.telemetry.GenAi;
import dev.telltale.tools.Approval;
import dev.telltale.tools.LoopOutcome;
import dev.telltale.tools.ToolBody;
import dev.telltale.tools.ToolException;
import dev.telltale.tools.ToolLoop;
import dev.telltale.tools.ToolLoopEvent;
import dev.telltale.tools.ToolLoopResult;
import dev.telltale.tools.ToolLoopStream;
import dev.telltale.tools.ToolRun;
import dev.telltale.tools.ToolRun.Status;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a loop does with tools that work, fail, hang, or are not there, whole and streamed. */
@Timeout(10)
class ToolLoopTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String ANSWER = "text Umbrella!\nfinish stop\n";

  @StartStop private final MockWebServer server = new MockWebServer();
  private final RecordedTelemetry telemetry = RecordedTelemetry.create();
  private final ManualTime time = new ManualTime();
  private final List<ChatClient> clients = new ArrayList<>();

  @AfterEach
  void close() {
    clients.forEach(ChatClient::close);
    telemetry.close();
  }

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
              time.pass(LIMIT);
              return hangs(interrupted);
            });
    round(
        form,
        "call 1 weather {\"name\":\"Porto\"}\ncall 2 weather {\"name\":\"Faro\"}\nfinish tools\n");
    round(form, "call 3 broken {\"name\":\"x\"}\ncall 4 slow {\"name\":\"y\"}\nfinish tools\n");
    round(form, ANSWER);

    ToolLoopResult result = form.run(loop(List.of(weather, broken, slow), form), "Umbrella?");

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
    while (telemetry.spans().stream().noneMatch(span -> span.getName().equals(name))) {
      Thread.onSpinWait();
    }
  }

  private void assertSpans() {
    List<SpanData> spans = telemetry.spans();
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
    assertThat(telemetry.histogram(GenAi.EXECUTE_TOOL_DURATION))
        .extracting(
            point -> point.getAttributes().get(GenAi.TOOL_NAME),
            point -> point.getAttributes().get(GenAi.ERROR_TYPE),
            point -> point.getCount())
        .containsExactlyInAnyOrder(
            tuple("weather", null, 2L),
            tuple("broken", "java.lang.IllegalStateException", 1L),
            tuple("slow", "timeout", 1L));
    assertThat(spans.toString() + telemetry.metrics())
        .doesNotContain("secret")
        .doesNotContain("Porto");
  }

  @ParameterizedTest
  @EnumSource
  void roundLimitEndsTheLoop(Form form) {
    round(form, "call 1 echo {\"name\":\"a\"}\nfinish tools\n");
    round(form, "call 2 echo {\"name\":\"b\"}\nfinish tools\n");

    ToolLoopResult result = form.run(loop(List.of(echo()), form, new Bounds().rounds(2)), "Hm?");

    assertThat(result.outcome()).isEqualTo(LoopOutcome.ROUND_LIMIT);
    assertThat(result.rounds()).hasSize(2);
    assertThat(result.runs()).hasSize(1);
    assertThat(result.pendingCalls())
        .singleElement()
        .satisfies(call -> assertThat(call.id()).isEqualTo("2"));
    assertThatThrownBy(result::text)
        .isInstanceOf(AnswerException.class)
        .hasMessageContaining("ROUND_LIMIT");
    assertThat(telemetry.spans()).hasSize(4);
  }

  @ParameterizedTest
  @EnumSource
  void callLimitEndsTheLoopBeforeTheRound(Form form) {
    round(form, "call 1 echo {\"name\":\"a\"}\ncall 2 echo {\"name\":\"b\"}\nfinish tools\n");

    ToolLoopResult result = form.run(loop(List.of(echo()), form, new Bounds().calls(1)), "Hm?");

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
              time.pass(Duration.ofSeconds(10));
              return "done";
            });
    round(form, "call 1 late {\"name\":\"a\"}\nfinish tools\n");

    ToolLoopResult result =
        form.run(loop(List.of(late), form, new Bounds().time(Duration.ofSeconds(10))), "Hm?");

    assertThat(result.outcome()).isEqualTo(LoopOutcome.TIME_LIMIT);
    assertThat(result.rounds()).hasSize(1);
  }

  @Test
  void costLimitEndsTheLoop() {
    round(Form.WHOLE, "call 1 echo {\"name\":\"a\"}\nfinish tools\nusage 1 1\n");
    round(Form.WHOLE, "call 2 echo {\"name\":\"a\"}\nfinish tools\nusage 1 1\n");
    Telemetry priced =
        Telemetry.builder()
            .openTelemetry(telemetry.openTelemetry())
            .costModel(call -> Cost.of(new BigDecimal("0.6"), null, List.of()))
            .build();

    ToolLoopResult result = loop(List.of(echo()), priced, new Bounds().usd("1")).run("Hm?");

    assertThat(result.outcome()).isEqualTo(LoopOutcome.COST_LIMIT);
    assertThat(result.usd()).contains(new BigDecimal("1.2"));
  }

  @Test
  void unknownCostEndsALoopWithACostLimit() {
    round(Form.WHOLE, "call 1 echo {\"name\":\"a\"}\nfinish tools\n");

    ToolLoopResult result =
        loop(List.of(echo()), telemetry.telemetry(), new Bounds().usd("1")).run("Hm?");

    assertThat(result.outcome()).isEqualTo(LoopOutcome.COST_UNKNOWN);
    assertThat(result.usd()).isEmpty();
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
    round(form, "call 1 echo {}\ncall 2 missing {}\ncall 3 picky {\"name\":\"x\"}\nfinish tools\n");
    round(form, ANSWER);

    ToolLoopResult result = form.run(loop(List.of(echo(), picky), form), "Hm?");

    assertThat(result.runs())
        .extracting(ToolRun::status, ToolRun::result)
        .containsExactly(
            tuple(Status.INVALID_ARGUMENTS, "Error: the arguments do not fit: $.name is missing."),
            tuple(Status.UNKNOWN_TOOL, "Error: there is no tool of this name."),
            tuple(Status.FAILED, "Error: No such city."));
    assertThat(telemetry.spans())
        .extracting(SpanData::getName)
        .doesNotContain("execute_tool missing");
  }

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
    round(form, "call 1 hanging {\"name\":\"x\"}\ncall 2 broken {\"name\":\"x\"}\nfinish tools\n");
    ToolLoop loop = loop(List.of(hanging, broken), form, new Bounds().throwing());

    assertThatThrownBy(() -> form.run(loop, "Hm?"))
        .isInstanceOfSatisfying(
            ToolFailedException.class,
            failure -> {
              assertThat(failure.tool()).isEqualTo("broken");
              assertThat(failure).hasCause(cause);
            });

    assertThat(telemetry.spans())
        .extracting(SpanData::getName, span -> span.getAttributes().get(GenAi.ERROR_TYPE))
        .contains(tuple("execute_tool hanging", "cancelled"), tuple("invoke_agent", "_OTHER"));
  }

  @ParameterizedTest
  @EnumSource
  void approvalDecidesWhatRuns(Form form) {
    round(form, "call 1 echo {\"name\":\"a\"}\ncall 2 echo {\"name\":\"b\"}\nfinish tools\n");
    round(form, ANSWER);
    Approval.Policy policy =
        (tool, call) ->
            call.id().equals("1") ? Approval.denied("Ask someone.") : Approval.granted();

    ToolLoopResult result =
        form.run(loop(List.of(echo()), form, new Bounds().approval(policy)), "Hm?");

    assertThat(result.runs())
        .extracting(ToolRun::status, ToolRun::result)
        .containsExactly(
            tuple(Status.DENIED, "Error: this call is not allowed. Ask someone."),
            tuple(Status.SUCCEEDED, "b"));
  }

  @ParameterizedTest
  @EnumSource
  void approvalCanStopTheLoop(Form form) {
    round(form, "call 1 echo {\"name\":\"a\"}\nfinish tools\n");

    ToolLoopResult result =
        form.run(
            loop(List.of(echo()), form, new Bounds().approval((tool, call) -> Approval.stop())),
            "Hm?");

    assertThat(result.outcome()).isEqualTo(LoopOutcome.STOPPED);
    assertThat(result.pendingCalls()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void toolWithoutABodyIsTheCallers(Form form) {
    Tool declared = Tool.function("ask_human").build();
    round(form, "call 1 ask_human\ncall 2 echo {\"name\":\"b\"}\nfinish tools\n");

    ToolLoopResult result = form.run(loop(List.of(echo(), declared), form), "Hm?");

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
    round(
        Form.WHOLE, "call 1 later {\"name\":\"a\"}\ncall 2 then {\"name\":\"a\"}\nfinish tools\n");
    round(Form.WHOLE, ANSWER);

    ToolLoopResult result = loop(List.of(async, then), Form.WHOLE).run("Hm?");

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
    round(Form.WHOLE, "call 1 raw not json\nfinish tools\n");
    round(Form.WHOLE, ANSWER);

    ToolLoopResult result =
        loop(List.of(Tool.function("raw").body(body).build()), Form.WHOLE).run("Hm?");

    assertThat(result.runs()).extracting(ToolRun::result).containsExactly("ok");
    assertThat(telemetry.spans())
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
    round(Form.WHOLE, "call 1 echo {\"name\":\"a\"}\nfinish tools\n");
    round(Form.WHOLE, ANSWER);

    ToolLoopResult result =
        loop(List.of(echo()), Form.WHOLE, new Bounds().executor(full)).run("Hm?");

    assertThat(result.runs()).extracting(ToolRun::status).containsExactly(Status.FAILED);
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
              return hangs(new AtomicBoolean());
            });
    round(Form.WHOLE, "call 1 interrupting {\"name\":\"a\"}\nfinish tools\n");

    assertThatThrownBy(() -> loop(List.of(interrupting), Form.WHOLE).run("Hm?"))
        .isInstanceOf(CallCancelledException.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(telemetry.spans())
        .extracting(span -> span.getAttributes().get(GenAi.ERROR_TYPE))
        .containsExactly(null, "cancelled", "cancelled");
  }

  @ParameterizedTest
  @EnumSource
  void failedRoundEndsTheLoop(Form form) {
    round(form, "call 1 echo {\"name\":\"a\"}\nfinish tools\n");
    server.enqueue(new MockResponse.Builder().code(400).body("nope").build());

    assertThatThrownBy(() -> form.run(loop(List.of(echo()), form), "Hm?"))
        .isInstanceOf(LlmException.class);

    SpanData parent = telemetry.spans().get(telemetry.spans().size() - 1);
    assertThat(parent.getName()).isEqualTo("invoke_agent");
    assertThat(parent.getAttributes().get(GenAi.ERROR_TYPE)).isEqualTo("400");
  }

  @Test
  void forcedChoiceIsForTheFirstRoundOnly() {
    LoopRun run =
        new LoopRun(
            new Bounds().settings(),
            time,
            ChatRequest.builder().user("Hm?").toolChoice(ToolChoice.required()).build(),
            CallOptions.none(),
            List.of(echo()),
            real(client(telemetry.telemetry())).toolInstrumenter().startLoop(null, null));

    ToolChoice first = run.nextRequest().toolChoice();
    run.answered(ChatResponse.builder().build());

    assertThat(first).isEqualTo(ToolChoice.required());
    assertThat(run.nextRequest().toolChoice()).isNull();
    run.recording().end();
  }

  @Test
  void eventsComeInTheOrderOfTheLoop() {
    round(Form.STREAM, "text Let me see.\ncall 1 echo {\"name\":\"a\"}\nfinish tools\n");
    round(Form.STREAM, ANSWER);
    List<String> kinds = new ArrayList<>();

    try (ToolLoopStream stream = loop(List.of(echo()), Form.STREAM).stream(ChatRequest.of("Hm?"))) {
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
  void closingAStreamEndsItsSpans() {
    round(Form.STREAM, "text Let me see.\ncall 1 echo {\"name\":\"a\"}\nfinish tools\n");

    try (ToolLoopStream stream = loop(List.of(echo()), Form.STREAM).stream(ChatRequest.of("Hm?"))) {
      stream.iterator().next();
    }

    assertThat(telemetry.spans())
        .extracting(SpanData::getName)
        .containsExactlyInAnyOrder("chat plain-1", "invoke_agent");
  }

  @Test
  void twoToolsOfOneNameAreRefused() {
    ToolLoop loop = loop(List.of(echo()), Form.WHOLE);
    ChatRequest request = ChatRequest.builder().user("Hm?").tool(echo()).build();

    assertThatIllegalArgumentException().isThrownBy(() -> loop.run(request));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loop(List.of(echo(), echo()), Form.WHOLE))
        .withMessageContaining("echo");
  }

  private static String hangs(AtomicBoolean interrupted) throws InterruptedException {
    try {
      new CountDownLatch(1).await();
      return "never";
    } catch (InterruptedException cut) {
      interrupted.set(true);
      throw cut;
    }
  }

  private static Tool echo() {
    return Tool.of("echo", "Says it again", City.class, City::name);
  }

  private ToolLoop loop(List<Tool> tools, Form form) {
    return loop(tools, form, new Bounds());
  }

  private ToolLoop loop(List<Tool> tools, Form form, Bounds bounds) {
    assertThat(form).isNotNull();
    return loop(tools, telemetry.telemetry(), bounds);
  }

  private ToolLoop loop(List<Tool> tools, Telemetry reported, Bounds bounds) {
    return new RealToolLoop(real(client(reported)), tools, bounds.settings(), time);
  }

  private ChatClient client(Telemetry reported) {
    ChatClient client =
        ClientRig.builder(PlainProvider.at(server.url("/").toString())).telemetry(reported).build();
    clients.add(client);
    return client;
  }

  private static RealChatClient real(ChatClient client) {
    return (RealChatClient) client;
  }

  /** What the model says in the next round. */
  private void round(Form form, String lines) {
    MockResponse.Builder response = new MockResponse.Builder();
    if (form == Form.WHOLE) {
      response.body(lines);
    } else {
      StringBuilder events = new StringBuilder();
      lines.lines().forEach(line -> events.append("data: ").append(line).append("\n\n"));
      response.addHeader("content-type", "text/event-stream");
      response.body(events.append("data: done\n\n").toString());
    }
    server.enqueue(response.build());
  }

  enum Form {
    WHOLE {
      @Override
      ToolLoopResult run(ToolLoop loop, String prompt) {
        return loop.run(prompt);
      }
    },
    STREAM {
      @Override
      ToolLoopResult run(ToolLoop loop, String prompt) {
        try (ToolLoopStream stream = loop.stream(ChatRequest.of(prompt))) {
          return stream.forEachText(text -> {});
        }
      }
    };

    abstract ToolLoopResult run(ToolLoop loop, String prompt);
  }

  record City(String name) {}

  record Report(String city, int celsius) {}

  /** Settings with what a test changes. */
  private static final class Bounds {
    private int rounds = 10;
    private int calls = 50;
    private Duration limit;
    private BigDecimal usd;
    private Executor executor = LoopSettings.THREAD_PER_CALL;
    private Approval.Policy approval = (tool, call) -> Approval.granted();
    private boolean throwing;

    Bounds rounds(int most) {
      this.rounds = most;
      return this;
    }

    Bounds calls(int most) {
      this.calls = most;
      return this;
    }

    Bounds time(Duration most) {
      this.limit = most;
      return this;
    }

    Bounds usd(String most) {
      this.usd = new BigDecimal(most);
      return this;
    }

    Bounds executor(Executor chosen) {
      this.executor = chosen;
      return this;
    }

    Bounds approval(Approval.Policy policy) {
      this.approval = policy;
      return this;
    }

    Bounds throwing() {
      this.throwing = true;
      return this;
    }

    LoopSettings settings() {
      return new LoopSettings(rounds, calls, LIMIT, limit, usd, executor, null, approval, throwing);
    }
  }
}
