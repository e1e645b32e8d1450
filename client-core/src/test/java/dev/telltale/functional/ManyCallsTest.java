package dev.telltale.functional;

import static dev.telltale.rig.PlainLines.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.ChatClient;
import dev.telltale.rig.FaultConnection;
import dev.telltale.rig.FaultServer;
import dev.telltale.rig.PlainProvider;
import dev.telltale.rig.RecordedTelemetry;
import dev.telltale.telemetry.GenAi;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many calls, clients and forgotten streams: nothing is mixed up, lost or left behind. */
@Timeout(60)
class ManyCallsTest {
  private static final String STREAM =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";

  @Test
  void threadsShareAClient() throws Exception {
    share(16, 25);
  }

  @Test
  @Tag("slow")
  @Timeout(600)
  void threadsShareAClient_128000() throws Exception {
    share(64, 2_000);
  }

  @Test
  void clientsComeAndGo() throws Exception {
    openAndClose(30);
  }

  @Test
  @Tag("slow")
  @Timeout(600)
  void clientsComeAndGo_1000() throws Exception {
    openAndClose(1_000);
  }

  @Test
  void forgottenStreamsAreEnded() {
    forget(20);
  }

  @Test
  @Tag("slow")
  @Timeout(600)
  void forgottenStreamsAreEnded_500() {
    forget(500);
  }

  private static void share(int threads, int calls) throws Exception {
    try (RecordedTelemetry recorded = RecordedTelemetry.create();
        FaultServer server = FaultServer.start(ManyCallsTest::echo);
        ChatClient client = client(server, recorded)) {
      List<FutureTask<Integer>> callers = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        String name = "caller-" + thread;
        callers.add(started(() -> ask(client, name, calls)));
      }
      for (FutureTask<Integer> caller : callers) {
        assertThat(caller.get()).as("answers to another question").isZero();
      }

      double tokens = 0;
      for (HistogramPointData point : recorded.histogram(GenAi.TOKEN_USAGE)) {
        tokens += point.getSum();
      }
      assertThat(tokens).isEqualTo(8.0 * threads * calls);
      assertThat(recorded.spans()).hasSize(threads * calls);
    }
  }

  private static int ask(ChatClient client, String name, int calls) {
    int mixedUp = 0;
    for (int call = 0; call < calls; call++) {
      String question = name + "-" + call;
      boolean async = call % 2 == 0;
      String answer = (async ? client.chatAsync(question).join() : client.chat(question)).text();
      mixedUp += answer.equals(question) ? 0 : 1;
    }
    return mixedUp;
  }

  private static void openAndClose(int rounds) throws Exception {
    try (RecordedTelemetry recorded = RecordedTelemetry.create();
        FaultServer server = FaultServer.start(ManyCallsTest::echo)) {
      Counts before = null;
      for (int round = 0; round < rounds + 5; round++) {
        if (round == 5) {
          // The process's own watchdogs have started by then.
          before = Counts.settled();
        }
        try (ChatClient client = client(server, recorded)) {
          client.chat("ping");
          client.chatAsync("ping").join();
        }
      }

      Counts after = Counts.settledAt(before);
      assertThat(after.threads).isBetween(before.threads - 2, before.threads + 2);
      assertThat(after.files).isBetween(before.files - 2, before.files + 2);
      assertThat(recorded.spans()).hasSize(2 * (rounds + 5));
    }
  }

  private static void forget(int streams) {
    try (RecordedTelemetry recorded = RecordedTelemetry.create();
        FaultServer server =
            FaultServer.start(
                connection -> {
                  connection.send(STREAM + event("text x"));
                  connection.awaitEnd();
                });
        ChatClient client = client(server, recorded)) {
      for (int i = 0; i < streams; i++) {
        client.stream("forget me");
      }

      while (recorded.spans().size() < streams && !Thread.currentThread().isInterrupted()) {
        System.gc();
      }

      assertThat(recorded.spans())
          .hasSize(streams)
          .allSatisfy(
              span ->
                  assertThat(span.getAttributes().get(GenAi.ERROR_TYPE)).isEqualTo("abandoned"));
    }
  }

  private static ChatClient client(FaultServer server, RecordedTelemetry recorded) {
    return ChatClient.builder(PlainProvider.at(server.url()))
        .telemetry(recorded.telemetry())
        .build();
  }

  private static void echo(FaultConnection connection) throws IOException {
    String request = connection.lastRequest();
    String question = request.substring(request.lastIndexOf('\n') + 1);
    String body = "text " + question + "\nusage 3 5\n";
    connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
  }

  private static <T> FutureTask<T> started(Callable<T> task) {
    FutureTask<T> started = new FutureTask<>(task);
    new Thread(started, "caller").start();
    return started;
  }

  /** What the process holds. */
  private record Counts(long threads, long files) {
    static Counts settled() throws IOException {
      return settledAt(new Counts(0, 0));
    }

    /**
     * Waits, as the server's side of a connection ends after ours, until no more than that is held.
     */
    static Counts settledAt(Counts before) throws IOException {
      Counts counts = take();
      for (int i = 0;
          i < 200 && (counts.threads > before.threads || counts.files > before.files);
          i++) {
        LockSupport.parkNanos(5_000_000);
        counts = take();
      }
      return counts;
    }

    private static Counts take() throws IOException {
      Path open = Path.of("/proc/self/fd");
      Assumptions.assumeTrue(Files.isDirectory(open), "counts what Linux shows");
      try (Stream<Path> files = Files.list(open)) {
        return new Counts(Thread.getAllStackTraces().size(), files.count());
      }
    }
  }
}
