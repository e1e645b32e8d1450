package dev.telltale.internal.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.telltale.CallCancelledException;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.RetryPolicy;
import dev.telltale.internal.retry.RetryLoop.Repeat;
import dev.telltale.provider.ErrorDetails;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
final class RetryLoopTest {
  private final RetryLoop loop = new RetryLoop(RetryPolicy.defaults());
  private final Cancellation cancellation = new Cancellation();
  private final List<Duration> waits = new ArrayList<>();

  @Test
  void successNeedsNoWait() {
    String answer = run(number -> "attempt " + number, this::count);

    assertThat(answer).isEqualTo("attempt 1");
    assertThat(waits).isEmpty();
  }

  @Test
  void repeatsAfterTheWaitsAskedFor() {
    String answer =
        run(
            number -> {
              if (number < 3) {
                throw new Repeat(Duration.ofSeconds(number));
              }
              return "attempt " + number;
            },
            this::count);

    assertThat(answer).isEqualTo("attempt 3");
    assertThat(waits).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
  }

  @Test
  void failureForGoodPassesAsItIs() {
    LlmException failure = LlmException.from(ErrorDetails.builder(ErrorKind.BAD_REQUEST).build());

    assertThatThrownBy(
            () ->
                run(
                    number -> {
                      throw failure;
                    },
                    this::count))
        .isSameAs(failure);
  }

  @Test
  void errorIsNeverRepeated() {
    StackOverflowError error = new StackOverflowError();

    assertThatThrownBy(
            () ->
                run(
                    number -> {
                      throw error;
                    },
                    this::count))
        .isSameAs(error);
    assertThat(waits).isEmpty();
  }

  @Test
  void cancellingDuringTheWaitEndsTheCallWithItsReason() {
    CallCancelledException failure =
        catchThrowableOfType(
            CallCancelledException.class,
            () ->
                run(
                    RetryLoopTest::repeat,
                    (time, call) -> {
                      call.cancel(ErrorKind.CLIENT_CLOSED);
                      return call.await(time);
                    }));

    assertThat(failure.kind()).isEqualTo(ErrorKind.CLIENT_CLOSED);
  }

  @Test
  void interruptDuringTheWaitEndsTheCallAndKeepsTheFlag() {
    Thread.currentThread().interrupt();

    CallCancelledException failure =
        catchThrowableOfType(
            CallCancelledException.class,
            () -> run(RetryLoopTest::repeat, (time, call) -> call.await(time)));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(failure.kind()).isEqualTo(ErrorKind.CANCELLED);
  }

  private String run(Trial trial, Waiter waiter) {
    return loop.run(trial, cancellation, waiter);
  }

  private static String repeat(int number) throws Repeat {
    throw new Repeat(Duration.ofHours(1));
  }

  private boolean count(Duration time, Cancellation call) {
    waits.add(time);
    return call.reason() == null;
  }

  /** Attempts as a test writes them. */
  @FunctionalInterface
  private interface Trial extends RetryLoop.Attempts<String> {
    String attempt(int number) throws Repeat;

    @Override
    default String attempt(int number, Duration waited) throws Repeat {
      return attempt(number);
    }

    @Override
    default LlmException cancelled(ErrorKind reason) {
      return LlmException.from(ErrorDetails.builder(reason).build());
    }
  }
}
