package dev.telltale.functional;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.ChatClient;
import dev.telltale.ChatInterceptor;
import dev.telltale.ChatResponse;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.FaultConnection;
import dev.telltale.rig.FaultServer;
import dev.telltale.rig.PlainProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Async calls where the JDK has virtual threads. */
@EnabledForJreRange(min = JRE.JAVA_21)
@Timeout(60)
class VirtualThreadsTest {
  private static final int CALLS = 500;
  private static final Duration LONGEST_PIN = Duration.ofMillis(20);
  private static final String PINNED = "jdk.VirtualThreadPinned";
  private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\ntext Pong";

  @RegisterExtension final ClientRig rig = new ClientRig();

  @TempDir Path directory;

  /** One call alone, so that all classes are loaded, then all at once. */
  private final CountDownLatch first = new CountDownLatch(1);

  private final CountDownLatch all = new CountDownLatch(CALLS + 1);
  private final AtomicInteger virtual = new AtomicInteger();

  @Test
  void noneOfManyCallsPinsItsThread() throws IOException {
    try (FaultServer server = FaultServer.start(this::answer);
        Recording recording = new Recording()) {
      ChatClient client =
          rig.client(
              ClientRig.builder(PlainProvider.at(server.url()))
                  .deadline(Duration.ofSeconds(50))
                  .interceptor(countVirtual()));
      assertThat(client.chatAsync("Ping?").join().text()).isEqualTo("Pong");
      recording.enable(PINNED).withThreshold(LONGEST_PIN);
      recording.start();

      List<CompletableFuture<ChatResponse>> calls = new ArrayList<>();
      for (int i = 0; i < CALLS; i++) {
        calls.add(client.chatAsync("Ping?"));
      }
      calls.forEach(call -> assertThat(call.join().text()).isEqualTo("Pong"));

      assertThat(virtual).hasValue(CALLS + 1);
      assertThat(events(recording)).isEmpty();
    }
  }

  /** Answers when all have asked, so that none may hold up another. */
  private void answer(FaultConnection connection) throws IOException {
    all.countDown();
    if (first.getCount() == 1) {
      first.countDown();
    } else {
      awaitAll();
    }
    connection.send(ANSWER);
  }

  private void awaitAll() {
    try {
      all.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<RecordedEvent> events(Recording recording) throws IOException {
    recording.stop();
    Path file = directory.resolve("pinned.jfr");
    recording.dump(file);
    assertThat(Files.size(file)).isPositive();
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().equals(PINNED))
        .toList();
  }

  private ChatInterceptor countVirtual() {
    return new ChatInterceptor() {
      @Override
      public ChatResponse intercept(Chain chain) {
        virtual.addAndGet(onVirtualThread() ? 1 : 0);
        return chain.proceed(chain.request(), chain.options());
      }
    };
  }

  /** The tests are compiled for Java 17. */
  private static boolean onVirtualThread() {
    try {
      return (boolean) Thread.class.getMethod("isVirtual").invoke(Thread.currentThread());
    } catch (ReflectiveOperationException before21) {
      return false;
    }
  }
}
