package dev.telltale.observability.promptlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class PromptQueueTest {
  private static final long ROOM = 3 * call(0).bytes;

  private final PromptQueue queue = new PromptQueue(100, ROOM);

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
    PromptQueue narrow = new PromptQueue(2, ROOM);
    for (int i = 0; i < 5; i++) {
      narrow.add(call(i));
    }

    assertThat(narrow.take(100, 0)).hasSize(2);
    assertThat(narrow.take(100, 0)).isEmpty();
    assertThat(narrow.add(call(6))).isZero();
  }

  private static PendingCall call(int number) {
    return new PendingCall(
        Calls.failure(number, "x".repeat(1000)), new Verdict(Set.of(KeepReason.ERROR), 1));
  }
}
