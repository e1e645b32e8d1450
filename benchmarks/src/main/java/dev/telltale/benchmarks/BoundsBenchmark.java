package dev.telltale.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;

/**
 * How soon a call ends that a timer, an interrupt, a cancelled future or an open circuit breaker
 * ends, beside what is promised about it; written between two marks of {@code docs/performance.md}.
 * Runs in this module's folder.
 *
 * <p>The server is a part of this process, so its threads take their share of the time. Argument:
 * the runs of each kind (default 200); futures and refusals are five times as many.
 */
final class BoundsBenchmark {
  private static final Path DOCUMENT = Path.of("../docs/performance.md");

  private BoundsBenchmark() {}

  public static void main(String[] args) throws Exception {
    String table = run(args.length > 0 ? Integer.parseInt(args[0]) : 200);
    System.out.print(table);
    MarkedText.replace(DOCUMENT, "bounds", table);
  }

  static String run(int runs) throws IOException, InterruptedException, ExecutionException {
    List<Bound> bounds = new ArrayList<>();
    EndedCalls ended;
    try (StallingServer server = StallingServer.start()) {
      ended = new EndedCalls(server);
      bounds.addAll(new TimerOverruns(server, runs).measure());
      bounds.add(
          Bound.ofAll("interrupt, until the call returns", "G25", 100, ended.interrupted(runs)));
      bounds.add(
          Bound.ofAll(
              "cancelled future, until nothing is in flight",
              "G26",
              100,
              ended.cancelled(5 * runs)));
      bounds.add(
          Bound.ofP99(
              "call that an open circuit breaker refuses",
              "G31",
              1,
              RefusedCalls.nanos(server, 5 * runs)));
    }
    return markdown(bounds, ended);
  }

  private static String markdown(List<Bound> bounds, EndedCalls ended) {
    StringBuilder text = new StringBuilder(2_000);
    text.append(
        String.format(
            Locale.ROOT,
            "JDK %s, %d CPUs.%n%n| ms | promised in | runs | p50 | p99 | max | limit | |%n"
                + "|---|---|---|---|---|---|---|---|%n",
            Runtime.version(),
            Runtime.getRuntime().availableProcessors()));
    bounds.forEach(bound -> text.append(bound.row()));
    text.append(
        String.format(
            Locale.ROOT,
            "%nOf calls that were interrupted or cancelled, requests sent afterwards: %d (0"
                + " promised), **%s**; interrupt flags lost: %d (0 promised), **%s**.%n",
            ended.sentAfterwards(),
            ended.sentAfterwards() == 0 ? "kept" : "missed",
            ended.flagsLost(),
            ended.flagsLost() == 0 ? "kept" : "missed"));
    return text.toString();
  }
}
