package dev.telltale.benchmarks;

import dev.telltale.benchmarks.TelemetryBackend.Mode;
import dev.telltale.observability.ExportStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The times of calls beside telemetry backends, by mode and round. */
final class BackendFigures {
  private final Map<Mode, List<Double>> medians = new EnumMap<>(Mode.class);
  private final Map<Mode, List<Double>> p99s = new EnumMap<>(Mode.class);
  private final Map<Mode, Long> exported = new EnumMap<>(Mode.class);
  private final Map<Mode, Long> notExported = new EnumMap<>(Mode.class);
  private long left;
  private long calls;

  /**
   * Adds the turn of a mode.
   *
   * @param nanos of each call that no garbage collection met
   * @param made the calls of the turn, with those that one met
   */
  void add(Mode mode, long[] nanos, int made, ExportStatus spans) {
    Arrays.sort(nanos);
    medians.computeIfAbsent(mode, none -> new ArrayList<>()).add(micros(nanos, 0.5));
    p99s.computeIfAbsent(mode, none -> new ArrayList<>()).add(micros(nanos, 0.99));
    exported.merge(mode, spans.exported(), Long::sum);
    notExported.merge(mode, made - spans.exported(), Long::sum);
    left += made - nanos.length;
    calls += made;
  }

  String markdown(int rounds, Duration turnTime) {
    StringBuilder text = new StringBuilder(1_000);
    text.append(
        String.format(
            Locale.ROOT,
            "JDK %s, %d CPUs, %d rounds of %,d ms per mode. Median [lowest..highest] of the"
                + " rounds; %,d of %,d calls met a garbage collection and are left out.%n%n",
            Runtime.version(),
            Runtime.getRuntime().availableProcessors(),
            rounds,
            turnTime.toMillis(),
            left,
            calls));
    text.append("| backend | p50 us | p99 us | p99 beside up, us | spans exported | not |\n");
    text.append("|---|---|---|---|---|---|\n");
    for (Mode mode : Mode.values()) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s | %s | %,d | %,d |%n",
              mode.name().toLowerCase(Locale.ROOT).replace('_', ' '),
              spread(rounds(medians, mode), "%,.0f"),
              spread(rounds(p99s, mode), "%,.0f"),
              mode == Mode.UP ? "" : spread(beside(mode), "%+,.0f"),
              exported.get(mode),
              notExported.get(mode)));
    }
    return text.toString();
  }

  /** The difference in each round, which what the machine did meanwhile moves least. */
  private List<Double> beside(Mode mode) {
    List<Double> differences = new ArrayList<>();
    List<Double> up = rounds(p99s, Mode.UP);
    for (double p99 : rounds(p99s, mode)) {
      differences.add(p99 - up.get(differences.size()));
    }
    return differences;
  }

  private static List<Double> rounds(Map<Mode, List<Double>> figures, Mode mode) {
    return figures.getOrDefault(mode, List.of());
  }

  private static String spread(List<Double> values, String format) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return String.format(
        Locale.ROOT,
        format + " [" + format + ".." + format + "]",
        sorted[sorted.length / 2],
        sorted[0],
        sorted[sorted.length - 1]);
  }

  private static double micros(long[] sorted, double quantile) {
    return sorted[(int) (quantile * (sorted.length - 1))] / 1_000.0;
  }
}
