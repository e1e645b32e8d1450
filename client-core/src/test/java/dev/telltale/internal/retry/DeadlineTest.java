package dev.telltale.internal.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
final class DeadlineTest {
  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);

  @Test
  void timeLeftShrinksWithTheClockEvenWhereItWraps() {
    Deadline deadline = Deadline.after(Duration.ofNanos(100), clock::get);

    clock.addAndGet(60);

    assertThat(deadline.remaining()).isEqualTo(Duration.ofNanos(40));
  }

  @Test
  void noTimeIsLeftAfterIt() {
    Deadline deadline = Deadline.after(Duration.ofNanos(100), clock::get);

    clock.addAndGet(101);

    assertThat(deadline.remaining()).isZero();
  }

  @Test
  void limitBeyondTheClockIsAsGoodAsNone() {
    Deadline deadline = Deadline.after(Duration.ofSeconds(Long.MAX_VALUE), clock::get);

    assertThat(deadline.remaining()).isGreaterThan(Duration.ofDays(36_000));
  }
}
