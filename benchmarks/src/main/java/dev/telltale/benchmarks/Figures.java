package dev.telltale.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was measured: of each scenario and client one sample per round. Not thread-safe. */
final class Figures {
  private final Map<Case, List<Sample>> samples = new LinkedHashMap<>();

  void add(Case measured, Sample sample) {
    samples.computeIfAbsent(measured, any -> new ArrayList<>()).add(sample);
  }

  Iterable<Case> cases() {
    return samples.keySet();
  }

  /**
   * The median, lowest and highest of the rounds.
   *
   * @throws IllegalArgumentException if the case was not measured
   */
  Spread spread(Scenario scenario, Contender client, Measure measure) {
    List<Sample> rounds = samples.get(new Case(scenario, client));
    if (rounds == null) {
      throw new IllegalArgumentException(scenario + " was not measured for " + client);
    }
    double[] sorted = rounds.stream().mapToDouble(measure::of).sorted().toArray();
    double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1]);
  }

  double median(Scenario scenario, Contender client, Measure measure) {
    return spread(scenario, client, measure).median();
  }

  /** One line of the table. */
  record Case(Scenario scenario, Contender client) {}

  /** One run of JMH, each value per call. */
  record Sample(double bytes, double cpuMicros, double wallMicros) {}

  /** How far rounds agree. */
  record Spread(double median, double lowest, double highest) {}

  /** Which value of a sample. */
  enum Measure {
    BYTES,
    CPU_MICROS,
    WALL_MICROS;

    double of(Sample sample) {
      return switch (this) {
        case BYTES -> sample.bytes();
        case CPU_MICROS -> sample.cpuMicros();
        case WALL_MICROS -> sample.wallMicros();
      };
    }
  }
}
