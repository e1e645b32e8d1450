package dev.telltale.internal.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.telltale.BreakerPolicy;
import dev.telltale.internal.retry.CircuitBreaker.Permit;
import dev.telltale.internal.retry.CircuitBreaker.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class CircuitBreakerTest {
  private static final BreakerPolicy POLICY =
      BreakerPolicy.builder().window(4).failureRate(0.5).openFor(Duration.ofSeconds(10)).build();

  private static final List<Result> RESULTS =
      List.of(Result.ANSWERED, Result.UNAVAILABLE, Result.UNKNOWN);

  /** Nanoseconds of virtual time. */
  private long now = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos();

  private final CircuitBreaker breaker = new CircuitBreaker(POLICY, () -> now);

  @Test
  void opensWhenEnoughOfTheLastCallsFailed() {
    calls(Result.UNAVAILABLE, Result.ANSWERED, Result.ANSWERED);
    assertThat(breaker.acquire()).as("before the window is full").isNotNull();

    calls(Result.UNAVAILABLE);

    assertThat(breaker.acquire()).isNull();
    assertThat(breaker.remaining()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void staysOpenForeverWhereItMay() {
    BreakerPolicy forever =
        BreakerPolicy.builder().window(1).openFor(Duration.ofSeconds(Long.MAX_VALUE)).build();
    CircuitBreaker lasting = new CircuitBreaker(forever, () -> now);

    Objects.requireNonNull(lasting.acquire()).release(Result.UNAVAILABLE);

    assertThat(lasting.acquire()).isNull();
    assertThat(lasting.remaining()).isGreaterThan(Duration.ofDays(36_000));
  }

  @Test
  void oldCallsAreForgotten() {
    calls(Result.UNAVAILABLE, Result.ANSWERED, Result.ANSWERED, Result.ANSWERED);

    calls(Result.UNAVAILABLE);

    assertThat(breaker.acquire()).isNotNull();
  }

  @Test
  void callsThatSayNothingDoNotCount() {
    calls(Result.UNAVAILABLE, Result.UNKNOWN, Result.UNKNOWN, Result.UNKNOWN, Result.UNKNOWN);

    assertThat(breaker.acquire()).isNotNull();
  }

  @Test
  void answeredProbeCloses() {
    open();
    pass(Duration.ofSeconds(10));

    permit().release(Result.ANSWERED);

    calls(Result.ANSWERED, Result.ANSWERED);
    assertThat(breaker.remaining()).isZero();
  }

  @Test
  void failedProbeOpensAnew() {
    open();
    pass(Duration.ofSeconds(10));

    permit().release(Result.UNAVAILABLE);

    assertThat(breaker.acquire()).isNull();
    assertThat(breaker.remaining()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void probeThatSaysNothingIsGivenBack() {
    open();
    pass(Duration.ofSeconds(10));

    permit().release(Result.UNKNOWN);

    assertThat(breaker.acquire()).isNotNull();
    assertThat(breaker.acquire()).isNull();
  }

  @Test
  void lateResultsOfEarlierCallsDoNotCount() {
    Permit early = permit();
    open();
    pass(Duration.ofSeconds(10));
    Permit probe = permit();

    early.release(Result.ANSWERED);

    assertThat(breaker.acquire()).as("still only the probe").isNull();
    probe.release(Result.ANSWERED);
    assertThat(breaker.acquire()).isNotNull();
  }

  @Test
  void exactlyOneProbeAmongManyThreads() throws Exception {
    open();
    pass(Duration.ofSeconds(10));
    CyclicBarrier together = new CyclicBarrier(64);
    ExecutorService threads = Executors.newFixedThreadPool(64);
    List<Future<@Nullable Permit>> tries = new ArrayList<>();

    for (int i = 0; i < 64; i++) {
      tries.add(
          threads.submit(
              () -> {
                together.await();
                return breaker.acquire();
              }));
    }

    int through = 0;
    for (Future<@Nullable Permit> one : tries) {
      through += one.get() == null ? 0 : 1;
    }
    threads.shutdownNow();
    assertThat(through).isEqualTo(1);
  }

  @Test
  void neverMoreThanOneIsUnderWayWhileOpen() {
    Random random = new Random(3);
    List<Permit> underWay = new ArrayList<>();
    int refused = 0;
    for (int step = 0; step < 100_000; step++) {
      pass(Duration.ofMillis(random.nextInt(2_000)));
      if (random.nextBoolean()) {
        boolean wasOpen = !breaker.remaining().isZero();
        Permit permit = breaker.acquire();
        refused += permit == null ? 1 : 0;
        assertThat(wasOpen && permit != null).isFalse();
        if (permit != null) {
          underWay.add(permit);
        }
      } else if (!underWay.isEmpty()) {
        Result result = RESULTS.get(random.nextInt(RESULTS.size()));
        underWay.remove(random.nextInt(underWay.size())).release(result);
      }
    }

    assertThat(refused).isBetween(1, 99_999);
  }

  @Test
  void uselessSettingsAreRefused() {
    BreakerPolicy.Builder builder = BreakerPolicy.builder();

    assertThatIllegalArgumentException().isThrownBy(() -> builder.window(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.failureRate(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.failureRate(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.openFor(Duration.ZERO));
  }

  private void open() {
    calls(Result.UNAVAILABLE, Result.UNAVAILABLE, Result.UNAVAILABLE, Result.UNAVAILABLE);
  }

  private void calls(Result... results) {
    for (Result result : results) {
      permit().release(result);
    }
  }

  private Permit permit() {
    return Objects.requireNonNull(breaker.acquire(), "a permit");
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }
}
