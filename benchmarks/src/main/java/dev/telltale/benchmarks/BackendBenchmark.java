package dev.telltale.benchmarks;

import dev.telltale.benchmarks.TelemetryBackend.Mode;
import dev.telltale.observability.ExportLimits;
import dev.telltale.observability.ExportStatus;
import dev.telltale.observability.Observability;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.LogManager;

/**
 * How long calls take while the telemetry backend is up, and while it is down in each way.
 *
 * <p>What else a machine does moves the slowest calls of any turn. So the modes take turns, each
 * round in another order; a call during which the garbage collector ran is left out; and what
 * counts is the median of the p99 of the rounds, with the difference to a backend that is up taken
 * within each round. There is a pause after each call, so that a backend that is up gets all that
 * is reported. What exporters log is not written.
 *
 * <p>Arguments: the rounds (default 9), the milliseconds of a turn (default 3,000), and optionally
 * a Markdown file whose lines between the marks {@code backend} are replaced by the table.
 */
final class BackendBenchmark {
  private static final long PAUSE_NANOS = 300_000;
  private static final int MOST_CALLS = 100_000;

  private BackendBenchmark() {}

  public static void main(String[] args) throws IOException {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 9;
    Duration turnTime = Duration.ofMillis(args.length > 1 ? Long.parseLong(args[1]) : 3_000);
    LogManager.getLogManager().reset();
    BackendFigures figures = new BackendFigures();
    List<Mode> modes = Arrays.asList(Mode.values());
    try (ServerProcess server = ServerProcess.start()) {
      for (int round = -1; round < rounds; round++) {
        for (int turn = 0; turn < modes.size(); turn++) {
          Mode mode = modes.get(Math.floorMod(turn + round, modes.size()));
          // The first round is for the compiler.
          run(server, mode, turnTime, round < 0 ? new BackendFigures() : figures);
        }
      }
    }
    String table = figures.markdown(rounds, turnTime);
    System.out.print(table);
    if (args.length > 2) {
      MarkedText.replace(Path.of(args[2]), "backend", table);
    }
  }

  private static void run(
      ServerProcess server, Mode mode, Duration turnTime, BackendFigures figures)
      throws IOException {
    long[] nanos = new long[MOST_CALLS];
    int kept = 0;
    int calls = 0;
    // What the last turn left is not to be collected in this one.
    System.gc();
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
      long end = System.nanoTime() + turnTime.toNanos();
      while (System.nanoTime() < end && calls < MOST_CALLS) {
        long collections = collections();
        long start = System.nanoTime();
        client.call();
        nanos[kept] = System.nanoTime() - start;
        if (collections() == collections) {
          kept++;
        }
        calls++;
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      ExportStatus spans = observability.exports().get(0);
      figures.add(mode, Arrays.copyOf(nanos, kept), calls, spans);
    }
  }

  private static long collections() {
    long count = 0;
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      count += collector.getCollectionCount();
    }
    return count;
  }
}
