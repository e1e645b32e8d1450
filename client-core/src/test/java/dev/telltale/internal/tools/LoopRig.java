package dev.telltale.internal.tools;

import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.Telemetry;
import dev.telltale.Tool;
import dev.telltale.internal.pipeline.RealChatClient;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.PlainProvider;
import dev.telltale.rig.RecordedTelemetry;
import dev.telltale.tools.Approval;
import dev.telltale.tools.ToolLoop;
import dev.telltale.tools.ToolLoopResult;
import dev.telltale.tools.ToolLoopStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Loops over a scripted model, in each of their forms, in a time that passes by hand. */
final class LoopRig implements BeforeEachCallback, AfterEachCallback {
  static final Duration LIMIT = Duration.ofSeconds(30);
  static final String ANSWER = "text Umbrella!\nfinish stop\n";

  private final MockWebServer server = new MockWebServer();
  private final RecordedTelemetry telemetry = RecordedTelemetry.create();
  private final ManualTime time = new ManualTime();
  private final List<ChatClient> clients = new ArrayList<>();

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    server.start();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    clients.forEach(ChatClient::close);
    telemetry.close();
    server.close();
  }

  MockWebServer server() {
    return server;
  }

  RecordedTelemetry telemetry() {
    return telemetry;
  }

  ManualTime time() {
    return time;
  }

  static Tool echo() {
    return Tool.of("echo", "Says it again", City.class, City::name);
  }

  /** A tool that says when it has started, and ends by an interrupt only. */
  static Tool hanging(CountDownLatch started, AtomicBoolean interrupted) {
    return Tool.of(
        "hanging",
        "Hangs",
        City.class,
        city -> {
          started.countDown();
          return hangs(interrupted);
        });
  }

  /** Does not end but by an interrupt, of which it tells. */
  static String hangs(AtomicBoolean interrupted) throws InterruptedException {
    try {
      new CountDownLatch(1).await();
      return "never";
    } catch (InterruptedException cut) {
      interrupted.set(true);
      throw cut;
    }
  }

  ToolLoop loop(Tool... tools) {
    return loop(List.of(tools), new Bounds());
  }

  ToolLoop loop(List<Tool> tools, Bounds bounds) {
    return loop(tools, telemetry.telemetry(), bounds);
  }

  ToolLoop loop(List<Tool> tools, Telemetry reported, Bounds bounds) {
    return loop(client(reported), tools, bounds);
  }

  ToolLoop loop(RealChatClient client, List<Tool> tools, Bounds bounds) {
    return new RealToolLoop(client, tools, bounds.settings(), time);
  }

  RealChatClient client(Telemetry reported) {
    return client(clientBuilder().telemetry(reported));
  }

  RealChatClient client(ChatClient.Builder builder) {
    ChatClient client = builder.build();
    clients.add(client);
    return (RealChatClient) client;
  }

  /** A builder of clients of the scripted model that report here. */
  ChatClient.Builder clientBuilder() {
    return ClientRig.builder(PlainProvider.at(server.url("/").toString()))
        .telemetry(telemetry.telemetry());
  }

  /** What the model says in the next round. */
  void round(Form form, String lines) {
    MockResponse.Builder response = new MockResponse.Builder();
    if (form != Form.STREAM) {
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
    ASYNC {
      @Override
      ToolLoopResult run(ToolLoop loop, String prompt) {
        try {
          return loop.runAsync(prompt).join();
        } catch (CompletionException failure) {
          throw (RuntimeException) failure.getCause();
        }
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
  static final class Bounds {
    private int rounds = 10;
    private int calls = 50;
    private @Nullable Duration limit;
    private @Nullable BigDecimal usd;
    private Executor executor = LoopSettings.THREAD_PER_CALL;
    private Approval.Policy approval = (tool, call) -> Approval.granted();
    private @Nullable String name;
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

    Bounds named(String chosen) {
      this.name = chosen;
      return this;
    }

    Bounds throwing() {
      this.throwing = true;
      return this;
    }

    LoopSettings settings() {
      return new LoopSettings(rounds, calls, LIMIT, limit, usd, executor, name, approval, throwing);
    }
  }
}
