package dev.telltale.functional;

import static dev.telltale.rig.PlainLines.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.telltale.CallCancelledException;
import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.RetryPolicy;
import dev.telltale.rig.FaultConnection;
import dev.telltale.rig.FaultServer;
import dev.telltale.rig.PlainProvider;
import dev.telltale.rig.RecordedTelemetry;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A call that would go on for long is ended at a random point of its attempts and waits. */
@Timeout(60)
class CallRaceTest {
  private static final int LONGEST_MICROS = 12_000;
  private static final String OVERLOADED = "HTTP/1.1 503 Down\r\nContent-Length: 4\r\n\r\ndown";
  private static final String ENDLESS =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
          + event("text x").repeat(20);

  private final Random random = new Random(26);

  @Test
  void cancelledFutureSendsNoMore() {
    cancelFutures(60);
  }

  @Test
  @Tag("slow")
  @Timeout(600)
  void cancelledFutureSendsNoMore_1000() {
    cancelFutures(1_000);
  }

  @Test
  void interruptedCallSendsNoMore() throws Exception {
    interruptCalls(50);
  }

  @Test
  @Tag("slow")
  @Timeout(600)
  void interruptedCallSendsNoMore_1000() throws Exception {
    interruptCalls(1_000);
  }

  private void cancelFutures(int rounds) {
    try (RecordedTelemetry recorded = RecordedTelemetry.create();
        FaultServer server = FaultServer.start(this::answer)) {
      for (int round = 0; round < rounds; round++) {
        ChatClient client = client(server, recorded);
        CompletableFuture<ChatResponse> call =
            round % 2 == 0
                ? client.chatAsync("Porto?")
                : client.streamAsync(ChatRequest.of("Porto?"), event -> {});
        pause();

        boolean cancelled = call.cancel(true);

        assertThat(cancelled).isTrue();
        assertNothingMoreIsSent(client, server);
      }
      assertThat(recorded.started()).isEqualTo(rounds);
      assertThat(recorded.spans()).hasSize(rounds);
    }
  }

  private void interruptCalls(int rounds) throws Exception {
    try (RecordedTelemetry recorded = RecordedTelemetry.create();
        FaultServer server = FaultServer.start(this::answer)) {
      for (int round = 0; round < rounds; round++) {
        ChatClient client = client(server, recorded);
        FutureTask<Boolean> call = new FutureTask<>(() -> interrupted(client));
        Thread caller = new Thread(call, "caller");
        caller.start();
        pause();

        caller.interrupt();

        assertThat(call.get()).as("interrupt flag").isTrue();
        assertNothingMoreIsSent(client, server);
      }
      assertThat(recorded.spans()).hasSize(rounds);
    }
  }

  private static boolean interrupted(ChatClient client) {
    assertThatExceptionOfType(CallCancelledException.class).isThrownBy(() -> client.chat("Porto?"));
    return Thread.currentThread().isInterrupted();
  }

  /** What was on its way may still arrive, and nothing after it. */
  private static void assertNothingMoreIsSent(ChatClient client, FaultServer server) {
    int sent = server.requests().size();
    client.close();
    assertThat(server.requests().size()).isBetween(sent, sent + 1);
  }

  /** Down, silent or endless, so that no call ends by itself. */
  private void answer(FaultConnection connection) throws IOException {
    switch (connection.requestCount() % 3) {
      case 0 -> connection.awaitEnd();
      case 1 -> connection.send(OVERLOADED);
      default -> {
        connection.send(ENDLESS);
        connection.awaitEnd();
      }
    }
  }

  private static ChatClient client(FaultServer server, RecordedTelemetry recorded) {
    return ChatClient.builder(PlainProvider.at(server.url()))
        .telemetry(recorded.telemetry())
        .retry(
            RetryPolicy.builder()
                .maxRetries(10)
                .backoff(Duration.ofMillis(3), Duration.ofMillis(3))
                .build())
        .build();
  }

  private void pause() {
    LockSupport.parkNanos(1_000L * random.nextInt(LONGEST_MICROS));
  }
}
