package dev.telltale.functional;

import static dev.telltale.rig.PlainLines.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.ChatStream;
import dev.telltale.RetryPolicy;
import dev.telltale.StreamEvent;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.FaultServer;
import dev.telltale.rig.PlainProvider;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a call holds while it waits, and while its reader does. */
@Timeout(30)
class HeldResourcesTest {
  private static final String STREAM =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
  private static final int EVENTS = 6_400;
  private static final String BIG = event("usage 3 5", "nothing " + "x".repeat(16 << 10));

  /** More than the buffers of both sockets ever hold on loopback. */
  private static final long BUFFERS_BYTES = 32L << 20;

  @RegisterExtension final ClientRig rig = new ClientRig();

  @Test
  void waitForTheNextAttemptHoldsNoConnection() throws InterruptedException {
    CountDownLatch released = new CountDownLatch(1);
    String halfOfAnError =
        "HTTP/1.1 503 Down\r\nRetry-After: 60\r\nContent-Length: 200000\r\n\r\n"
            + "x".repeat(100_000);
    try (FaultServer server =
        FaultServer.start(
            connection -> {
              connection.send(halfOfAnError);
              connection.awaitEnd();
              released.countDown();
            })) {
      ChatClient client =
          rig.client(
              ClientRig.builder(PlainProvider.at(server.url()))
                  .retry(RetryPolicy.defaults())
                  .deadline(Duration.ofMinutes(5)));

      CompletableFuture<ChatResponse> answer = client.chatAsync("Porto?");

      released.await();
      assertThat(answer).isNotDone();
      assertThat(answer.cancel(true)).isTrue();
    }
  }

  @Test
  void slowReaderHoldsTheServerBack() {
    AtomicLong written = new AtomicLong();
    try (FaultServer server =
        FaultServer.start(
            connection -> {
              connection.send(STREAM);
              for (int i = 0; i < EVENTS; i++) {
                connection.send(BIG);
                written.addAndGet(BIG.length());
              }
              connection.send(event("done"));
              connection.end();
            })) {
      ChatClient client = rig.client(PlainProvider.at(server.url()));

      try (ChatStream stream = client.stream(ChatRequest.of("Porto?"))) {
        Iterator<StreamEvent> events = stream.iterator();
        events.next();
        awaitStandstill(written);
        assertThat(written.get()).isLessThan(BUFFERS_BYTES);

        int read = 1;
        for (; events.hasNext(); events.next()) {
          read++;
        }
        assertThat(read).isEqualTo(EVENTS);
        assertThat(written.get()).isGreaterThan(100L << 20);
      }
    }
  }

  @Test
  void streamIsReadOnce() {
    try (FaultServer server =
        FaultServer.start(
            connection -> {
              connection.send(STREAM + event("text x") + event("done"));
              connection.end();
            })) {
      ChatStream stream = rig.client(PlainProvider.at(server.url())).stream("Porto?");
      stream.forEachText(text -> {});

      assertThatIllegalStateException().isThrownBy(stream::iterator);
      assertThatIllegalStateException().isThrownBy(() -> stream.forEachText(text -> {}));
      assertThat(stream.response().text()).isEqualTo("x");
    }
  }

  /** Waits until the server has written nothing for a while. */
  private static void awaitStandstill(AtomicLong written) {
    int still = 0;
    for (long last = -1; still < 30; last = written.get()) {
      LockSupport.parkNanos(5_000_000);
      still = last == written.get() ? still + 1 : 0;
    }
  }
}
