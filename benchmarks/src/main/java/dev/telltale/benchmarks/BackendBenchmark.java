package dev.telltale.benchmarks;

import dev.telltale.observability.ExportLimits;
import dev.telltale.observability.ExportStatus;
import dev.telltale.observability.Observability;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How long calls take while the telemetry backend is up, and while it is down in each way. The
 * modes take turns, so that what else the machine does meets them alike.
 *
 * <p>Arguments: the calls of a turn (default 2,000) and the turns of each mode (default 10).
 */
final class BackendBenchmark {
  private static final int WARM_UP = 5_000;

  private BackendBenchmark() {}

  public static void main(String[] args) throws IOException {
    int calls = args.length > 0 ? Integer.parseInt(args[0]) : 2_000;
    int turns = args.length > 1 ? Integer.parseInt(args[1]) : 10;
    TelemetryBackend.Mode[] modes = TelemetryBackend.Mode.values();
    long[][] nanos = new long[modes.length][calls * turns];
    ExportStatus[] spans = new ExportStatus[modes.length];
    try (ServerProcess server = ServerProcess.start()) {
      for (int turn = -1; turn < turns; turn++) {
        for (int mode = 0; mode < modes.length; mode++) {
          // The first turn is for the compiler.
          long[] times = turn < 0 ? new long[WARM_UP] : new long[calls];
          spans[mode] = run(server, modes[mode], times);
          if (turn >= 0) {
            System.arraycopy(times, 0, nanos[mode], turn * calls, calls);
          }
        }
      }
    }
    print(modes, nanos, spans);
  }

  private static ExportStatus run(ServerProcess server, TelemetryBackend.Mode mode, long[] times)
      throws IOException {
    try (TelemetryBackend backend = TelemetryBackend.start(mode);
        Observability observability =
            Observability.builder()
                .otlp(backend.url())
                .exportLimits(ExportLimits.builder().delay(Duration.ofMillis(100)).build())
                .metricInterval(Duration.ofSeconds(1))
                .closeTimeout(Duration.ofMillis(100))
                .build();
        TelltaleClient client =
            TelltaleClient.open(
                Scenario.SMALL, server.port(Scenario.SMALL), observability.telemetry())) {
      for (int i = 0; i < times.length; i++) {
        long start = System.nanoTime();
        client.call();
        times[i] = System.nanoTime() - start;
      }
      return observability.exports().get(0);
    }
  }

  private static void print(TelemetryBackend.Mode[] modes, long[][] nanos, ExportStatus[] spans) {
    System.out.println("| backend | p50 us | p99 us | p99 - up, us | last turn: spans |");
    System.out.println("|---|---|---|---|---|");
    double up = 0;
    for (int mode = 0; mode < modes.length; mode++) {
      Arrays.sort(nanos[mode]);
      double p99 = micros(nanos[mode], 0.99);
      up = mode == 0 ? p99 : up;
      List<String> ends =
          spans[mode].dropped().entrySet().stream().map(Object::toString).sorted().toList();
      System.out.printf(
          Locale.ROOT,
          "| %s | %.0f | %.0f | %+.0f | %d exported, %d queued, dropped %s |%n",
          modes[mode].name().toLowerCase(Locale.ROOT),
          micros(nanos[mode], 0.5),
          p99,
          p99 - up,
          spans[mode].exported(),
          spans[mode].queued(),
          ends);
    }
  }

  private static double micros(long[] sorted, double quantile) {
    return sorted[(int) (quantile * (sorted.length - 1))] / 1_000.0;
  }
}
