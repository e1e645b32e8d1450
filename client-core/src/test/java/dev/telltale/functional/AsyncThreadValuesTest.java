package dev.telltale.functional;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.PlainProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a thread knows, such as the MDC of a logging library, follows a call to its callbacks where
 * the executor given to the client takes it along: that is handed each task on the thread that
 * makes the call, also where calls wait for their turn.
 */
@Timeout(10)
class AsyncThreadValuesTest {
  private static final ThreadLocal<String> MDC = new ThreadLocal<>();

  @StartStop private final MockWebServer server = new MockWebServer();

  private final ExecutorService one = Executors.newSingleThreadExecutor();
  private final Queue<String> seen = new ConcurrentLinkedQueue<>();

  @AfterEach
  void close() {
    MDC.remove();
    one.shutdown();
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void callbacksKnowWhatTheCallerKnew(Way way) throws Exception {
    try (ChatClient client =
        ClientRig.builder(PlainProvider.at(server.url("/").toString()))
            .maxConcurrentCalls(1)
            .executor(carrying(one))
            .build()) {
      List<CompletableFuture<?>> calls = new ArrayList<>();
      for (String caller : List.of("ana", "rui", "eva")) {
        enqueue(way);
        MDC.set(caller);
        calls.add(call(client, way, caller));
        MDC.remove();
      }
      calls.forEach(call -> call.handle((answer, failure) -> answer).join());
    }
    String next = one.submit(MDC::get).get();

    assertThat(seen).contains("ana=ana", "rui=rui", "eva=eva").allMatch(this::same);
    assertThat(next).isNull();
  }

  private CompletableFuture<?> call(ChatClient client, Way way, String caller) {
    return switch (way) {
      case WHOLE, REFUSED ->
          client.chatAsync("Porto?").whenComplete((answer, failure) -> see(caller));
      case STREAMED -> client.streamAsync(ChatRequest.of("Porto?"), event -> see(caller));
      case THROWING_CALLBACK ->
          client.streamAsync(
              ChatRequest.of("Porto?"),
              event -> {
                see(caller);
                throw new IllegalStateException("callback");
              });
    };
  }

  private void see(String caller) {
    seen.add(caller + "=" + MDC.get());
  }

  private boolean same(String line) {
    String[] sides = line.split("=", 2);
    return sides[0].equals(sides[1]);
  }

  private void enqueue(Way way) {
    MockResponse.Builder answer = new MockResponse.Builder();
    server.enqueue(
        switch (way) {
          case WHOLE -> answer.body("text Porto\n").build();
          case REFUSED -> answer.code(400).build();
          default ->
              answer
                  .addHeader("Content-Type", "text/event-stream")
                  .body("data: text Porto\n\ndata: finish stop\n\n")
                  .build();
        });
  }

  private static Executor carrying(Executor threads) {
    return task -> {
      String known = MDC.get();
      threads.execute(
          () -> {
            MDC.set(known);
            try {
              task.run();
            } finally {
              MDC.remove();
            }
          });
    };
  }

  enum Way {
    WHOLE,
    REFUSED,
    STREAMED,
    THROWING_CALLBACK
  }
}
