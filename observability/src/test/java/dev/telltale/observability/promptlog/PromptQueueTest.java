package dev.telltale.observability.promptlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class PromptQueueTest {
  private static final long AN_HOUR = Duration.ofHours(1).toMillis();
  private static final long ROOM = 3 * call(0).bytes;

  private final PromptQueue queue = new PromptQueue(100, ROOM, Duration.ZERO);

  @Test
  void takenCallsTakeRoomUntilTheNextAreTaken() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      assertThat(queue.add(call(i))).isZero();
    }

    List<PendingCall> writing = queue.take(100, 0);

    assertThat(writing).hasSize(3);
    assertThat(queue.add(call(4))).isEqualTo(1);
    assertThat(queue.take(100, 0)).isEmpty();
    assertThat(queue.add(call(5))).isZero();
  }

  @Test
  void bytesOfWhatWasDroppedAreFree() throws InterruptedException {
    PromptQueue narrow = new PromptQueue(2, ROOM, Duration.ZERO);
    for (int i = 0; i < 5; i++) {
      narrow.add(call(i));
    }

    assertThat(narrow.take(100, 0)).hasSize(2);
    assertThat(narrow.take(100, 0)).isEmpty();
    assertThat(narrow.add(call(6))).isZero();
  }

  @Test
  void firstCallIsTakenAtOnce() throws Exception {
    PromptQueue pausing = new PromptQueue(8, 1 << 20, Duration.ofHours(1));
    CompletableFuture<List<PendingCall>> taken = takeAside(pausing);

    pausing.add(call(1));

    assertThat(taken.join()).hasSize(1);
  }

  @Test
  void callsGatherWhileTheWriterPauses() throws Exception {
    PromptQueue pausing = new PromptQueue(8, 1 << 20, Duration.ofHours(1));
    pausing.add(call(1));
    pausing.take(8, AN_HOUR);
    CompletableFuture<List<PendingCall>> taken = takeAside(pausing);

    for (int number = 2; number < 6; number++) {
      pausing.add(call(number));
    }

    assertThat(taken.join()).hasSize(4);
  }

  @Test
  void closingEndsThePause() throws Exception {
    PromptQueue pausing = new PromptQueue(8, 1 << 20, Duration.ofHours(1));
    pausing.add(call(1));
    pausing.take(8, AN_HOUR);
    CompletableFuture<List<PendingCall>> taken = takeAside(pausing);

    pausing.add(call(2));
    pausing.close();

    assertThat(taken.join()).hasSize(1);
    assertThat(pausing.take(8, AN_HOUR)).isNull();
  }

  @Test
  void thereIsNoPauseWhileCallsAreLeft() throws Exception {
    PromptQueue pausing = new PromptQueue(8, 1 << 20, Duration.ofHours(1));
    pausing.add(call(1));
    pausing.add(call(2));

    assertThat(pausing.take(1, AN_HOUR)).hasSize(1);
    assertThat(pausing.take(1, AN_HOUR)).hasSize(1);
  }

  /** Has another thread take, and returns once that waits. */
  private static CompletableFuture<List<PendingCall>> takeAside(PromptQueue pausing) {
    CompletableFuture<List<PendingCall>> taken = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                taken.complete(pausing.take(8, AN_HOUR));
              } catch (InterruptedException stopped) {
                taken.completeExceptionally(stopped);
              }
            });
    thread.setDaemon(true);
    thread.start();
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    return taken;
  }

  private static PendingCall call(int number) {
    return new PendingCall(
        Calls.failure(number, "x".repeat(1000)), new Verdict(Set.of(KeepReason.ERROR), 1));
  }
}
