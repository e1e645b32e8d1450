package dev.telltale.internal.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.CallOptions;
import dev.telltale.CallTimer;
import dev.telltale.internal.retry.Timeouts;
import java.net.SocketTimeoutException;
import java.time.Duration;
import okio.Timeout;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@org.junit.jupiter.api.Timeout(10)
class IdleTimerTest {
  private static final Duration IDLE = Duration.ofMinutes(2);
  private static final Duration PROGRESS = Duration.ofMinutes(5);

  private final Timeout source = new Timeout();
  private long now = 1_000;

  @Test
  void bytesAreWaitedForAnewByEachRead() {
    IdleTimer timer = timer(null);

    timer.start();

    assertThat(source.timeoutNanos()).isEqualTo(IDLE.toNanos());
  }

  @Test
  void eventMayTakeTheTimeWithoutProgress() throws SocketTimeoutException {
    IdleTimer timer = timer(null);

    timer.reading();

    assertThat(left()).isEqualTo(PROGRESS);
  }

  @Test
  void eventWithoutProgressUsesTimeUp() throws SocketTimeoutException {
    IdleTimer timer = timer(null);
    timer.reading();
    pass(Duration.ofSeconds(100));
    timer.stood();

    timer.reading();

    assertThat(left()).isEqualTo(Duration.ofSeconds(200));
  }

  @Test
  void progressGivesTheWholeTimeBack() throws SocketTimeoutException {
    IdleTimer timer = timer(null);
    timer.reading();
    pass(Duration.ofSeconds(299));
    timer.stood();
    timer.reading();
    timer.progressed();

    timer.reading();

    assertThat(left()).isEqualTo(PROGRESS);
  }

  @Test
  void timeOfTheReaderDoesNotCount() throws SocketTimeoutException {
    IdleTimer timer = timer(null);
    timer.reading();
    pass(Duration.ofSeconds(1));
    timer.stood();
    pass(Duration.ofDays(1));

    timer.reading();

    assertThat(left()).isEqualTo(Duration.ofSeconds(299));
  }

  @Test
  void usedUpTimeEndsTheStreamBeforeTheNextRead() throws SocketTimeoutException {
    IdleTimer timer = timer(null);
    timer.reading();
    pass(PROGRESS);
    timer.stood();

    assertThatThrownBy(timer::reading).isInstanceOf(SocketTimeoutException.class);

    assertThat(timer.expired()).isEqualTo(CallTimer.STREAM_PROGRESS);
  }

  @Test
  void silenceIsIdleUntilTheProgressTimerIsDue() throws SocketTimeoutException {
    IdleTimer timer = timer(null);
    timer.reading();

    pass(IDLE);
    assertThat(timer.expired()).isEqualTo(CallTimer.STREAM_IDLE);
    pass(PROGRESS.minus(IDLE));
    assertThat(timer.expired()).isEqualTo(CallTimer.STREAM_PROGRESS);
  }

  @Test
  void endOfTheStreamIsDueHoweverSlowTheReaderIs() throws SocketTimeoutException {
    IdleTimer timer = timer(Duration.ofSeconds(60));
    pass(Duration.ofSeconds(20));
    timer.reading();
    assertThat(left()).isEqualTo(Duration.ofSeconds(40));
    timer.progressed();
    pass(Duration.ofSeconds(40));

    assertThatThrownBy(timer::reading).isInstanceOf(SocketTimeoutException.class);

    assertThat(timer.expired()).isEqualTo(CallTimer.STREAM_DEADLINE);
  }

  @Test
  void limitBeyondTheClockIsNone() throws SocketTimeoutException {
    Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
    IdleTimer timer =
        new IdleTimer(
            source,
            new Timeouts(IDLE, IDLE, endless, endless, endless, null)
                .start(CallOptions.none(), () -> now),
            () -> now);

    timer.start();
    timer.reading();

    assertThat(left()).isGreaterThan(Duration.ofDays(30_000));
  }

  private IdleTimer timer(@Nullable Duration streamDeadline) {
    Timeouts timeouts = new Timeouts(IDLE, IDLE, IDLE, PROGRESS, PROGRESS, streamDeadline);
    return new IdleTimer(source, timeouts.start(CallOptions.none(), () -> now), () -> now);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private Duration left() {
    return Duration.ofNanos(source.deadlineNanoTime() - now);
  }
}
