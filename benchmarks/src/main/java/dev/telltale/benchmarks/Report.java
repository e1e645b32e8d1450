package dev.telltale.benchmarks;

import dev.telltale.benchmarks.Figures.Case;
import dev.telltale.benchmarks.Figures.Sample;
import java.util.EnumSet;
import java.util.Set;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures every client in every scenario, in rounds, so that what disturbs the machine meets all
 * of them, and prints the result as Markdown.
 */
final class Report {
  private static final String BYTES = "gc.alloc.rate.norm";
  private static final int DEFAULT_ROUNDS = 3;
  private static final int DEFAULT_WARMUP_SECONDS = 5;

  private Report() {}

  /** Takes the number of rounds, then the seconds of warm-up; both may be left out. */
  public static void main(String[] args) throws RunnerException {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : DEFAULT_ROUNDS;
    int warmup = args.length > 1 ? Integer.parseInt(args[1]) : DEFAULT_WARMUP_SECONDS;
    Figures figures = new Figures();
    for (int round = 1; round <= rounds; round++) {
      for (Scenario scenario : Scenario.values()) {
        for (Contender client : contenders(scenario)) {
          Sample sample = measure(scenario, client, warmup);
          figures.add(new Case(scenario, client), sample);
          System.err.println("round " + round + ": " + scenario + " " + client + " " + sample);
        }
      }
    }
    System.out.print(Markdown.of(figures, rounds, warmup));
  }

  /** All clients but those that would be the floor again. */
  private static Set<Contender> contenders(Scenario scenario) {
    Set<Contender> chosen = EnumSet.allOf(Contender.class);
    if (scenario != Scenario.BIG_REQUEST) {
      chosen.remove(Contender.NODELAY);
    }
    if (scenario != Scenario.STREAM) {
      chosen.remove(Contender.LEAN);
    }
    return chosen;
  }

  private static Sample measure(Scenario scenario, Contender client, int warmup)
      throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include(CallBenchmark.class.getName())
            .param("scenario", scenario.name())
            .param("client", client.name())
            .warmupIterations(warmup)
            .warmupTime(TimeValue.seconds(1))
            .addProfiler(GCProfiler.class)
            .addProfiler(CpuProfiler.class)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    RunResult result = new Runner(options).runSingle();
    return new Sample(
        secondary(result, BYTES),
        secondary(result, CpuProfiler.METRIC),
        result.getPrimaryResult().getScore());
  }

  private static double secondary(RunResult result, String metric) {
    Result<?> found = result.getSecondaryResults().get(metric);
    if (found == null) {
      throw new IllegalStateException("JMH did not report " + metric);
    }
    return found.getScore();
  }
}
