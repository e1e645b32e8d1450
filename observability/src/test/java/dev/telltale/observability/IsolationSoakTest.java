package dev.telltale.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.ChatClient;
import dev.telltale.openai.OpenAi;
import dev.telltale.testing.Scripted;
import dev.telltale.testing.ScriptedServer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Calls beside a backend that is down in some way for minutes: {@code telltale.isolationSeconds}
 * over all ways, 600 unless set. It prints the p99 of the calls and asserts what no load of the
 * machine changes.
 */
@Tag("slow")
@Timeout(3_600)
class IsolationSoakTest {
  private static final int MOST_CALLS = 2_000_000;
  private static final long PAUSE_NANOS = 1_000_000;
  private static final int FEW_THREADS = 10;

  /** The calls after which every part has its threads. */
  private static final int EARLY = 2_000;

  @ParameterizedTest
  @EnumSource(FaultyBackend.Mode.class)
  void callsGoOnForMinutes(FaultyBackend.Mode mode) throws Exception {
    long seconds = Long.getLong("telltale.isolationSeconds", 600);
    long turn = Duration.ofSeconds(seconds).toNanos() / FaultyBackend.Mode.values().length;
    long[] nanos = new long[MOST_CALLS];
    int calls = 0;
    int threadsEarly = 0;
    Observability.Builder flags =
        Observability.builder()
            .exportLimits(ExportLimits.builder().delay(Duration.ofMillis(100)).build())
            .metricInterval(Duration.ofSeconds(1))
            .closeTimeout(Duration.ofSeconds(1));
    try (FaultyBackend backend = FaultyBackend.in(mode);
        ScriptedServer server =
            ScriptedServer.start().otherwise(Scripted.answer("Douro.").usage(3, 1))) {
      Observability observability = flags.otlp(backend.url()).build();
      try (observability;
          ChatClient client =
              ChatClient.builder(OpenAi.builder().baseUrl(server.baseUrl()).model("m").build())
                  .telemetry(observability.telemetry())
                  .build()) {
        long end = System.nanoTime() + turn;
        while (System.nanoTime() < end && calls < MOST_CALLS) {
          long start = System.nanoTime();
          client.chat("Name a river.");
          nanos[calls] = System.nanoTime() - start;
          calls++;
          threadsEarly = calls == EARLY ? Thread.activeCount() : threadsEarly;
          LockSupport.parkNanos(PAUSE_NANOS);
        }
        assertThat(Thread.activeCount()).isLessThan(threadsEarly + FEW_THREADS);
      }

      ExportStatus spans = observability.exports().get(0);
      long dropped = spans.dropped().values().stream().mapToLong(Long::longValue).sum();
      assertThat(spans.exported() + dropped).isEqualTo(calls);
      assertThat(spans.queued()).isZero();
      Arrays.sort(nanos, 0, calls);
      System.out.printf(
          "%s: %d calls in %d s, p50 %d us, p99 %d us, %s%n",
          mode,
          calls,
          Duration.ofNanos(turn).toSeconds(),
          nanos[calls / 2] / 1_000,
          nanos[(int) (calls * 0.99)] / 1_000,
          spans);
    }
  }
}
