package dev.telltale.benchmarks;

import static dev.telltale.benchmarks.Contender.FLOOR;
import static dev.telltale.benchmarks.Contender.NODELAY;
import static dev.telltale.benchmarks.Contender.NOOP;
import static dev.telltale.benchmarks.Contender.OFF;
import static dev.telltale.benchmarks.Contender.PRICED;
import static dev.telltale.benchmarks.Contender.RECORDING;
import static dev.telltale.benchmarks.Figures.Measure.BYTES;
import static dev.telltale.benchmarks.Figures.Measure.CPU_MICROS;
import static dev.telltale.benchmarks.Figures.Measure.WALL_MICROS;
import static dev.telltale.benchmarks.Scenario.BIG_REQUEST;
import static dev.telltale.benchmarks.Scenario.BIG_RESPONSE;
import static dev.telltale.benchmarks.Scenario.SMALL;
import static dev.telltale.benchmarks.Scenario.STREAM;

import dev.telltale.benchmarks.Figures.Measure;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a figure may be at most.
 *
 * @param name what is limited, with its unit
 * @param figure the figure, from what was measured
 * @param limit the most it may be; a ratio is to the floor of the same run
 */
record Budget(String name, ToDoubleFunction<Figures> figure, double limit) {
  private static final double KB = 1_000;

  /** The budget is none; this is what 1 % of a big request's bytes comes to per message. */
  private static final double BYTES_NOISE = 18;

  static final List<Budget> ALL =
      List.of(
          ratio("small, bytes, telemetry off", SMALL, OFF, FLOOR, BYTES, 1.30),
          ratio("small, bytes, full telemetry", SMALL, PRICED, FLOOR, BYTES, 1.45),
          ratio("small, CPU, telemetry off", SMALL, OFF, FLOOR, CPU_MICROS, 1.15),
          ratio("big request, bytes", BIG_REQUEST, OFF, FLOOR, BYTES, 1.25),
          ratio("big request, wall, of nodelay", BIG_REQUEST, OFF, NODELAY, WALL_MICROS, 1.3),
          new Budget(
              "big response, KB", figures -> figures.median(BIG_RESPONSE, OFF, BYTES) / KB, 135),
          new Budget(
              "stream, bytes per event",
              figures -> figures.median(STREAM, OFF, BYTES) / Scenario.EVENTS,
              700),
          ratio("stream, CPU, telemetry off", STREAM, OFF, FLOOR, CPU_MICROS, 1.15),
          new Budget(
              "telemetry adds, KB per call", figures -> added(figures, SMALL, RECORDING) / KB, 2.5),
          new Budget(
              "telemetry and price add, KB per call",
              figures -> added(figures, SMALL, PRICED) / KB,
              2.5),
          new Budget("telemetry and price add, us CPU per call", Budget::addedCpu, 5),
          new Budget(
              "telemetry adds, bytes per event",
              figures ->
                  (added(figures, STREAM, PRICED) - added(figures, SMALL, PRICED))
                      / Scenario.EVENTS,
              8),
          new Budget(
              "telemetry adds, bytes per message",
              figures ->
                  (added(figures, BIG_REQUEST, PRICED) - added(figures, SMALL, PRICED))
                      / BIG_REQUEST.messages(),
              BYTES_NOISE),
          new Budget(
              "telemetry without an SDK adds, bytes", figures -> added(figures, SMALL, NOOP), 300));

  boolean met(Figures figures) {
    return figure.applyAsDouble(figures) <= limit;
  }

  private static Budget ratio(
      String name,
      Scenario scenario,
      Contender client,
      Contender reference,
      Measure measure,
      double limit) {
    return new Budget(
        name + ", ratio",
        figures ->
            figures.median(scenario, client, measure)
                / figures.median(scenario, reference, measure),
        limit);
  }

  private static double added(Figures figures, Scenario scenario, Contender client) {
    return figures.median(scenario, client, BYTES) - figures.median(scenario, OFF, BYTES);
  }

  private static double addedCpu(Figures figures) {
    return figures.median(SMALL, PRICED, CPU_MICROS) - figures.median(SMALL, OFF, CPU_MICROS);
  }
}
