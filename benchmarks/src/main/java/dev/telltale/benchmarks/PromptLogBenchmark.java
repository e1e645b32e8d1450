package dev.telltale.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a prompt log costs the caller, how much it takes in, and how long its store takes to come
 * back; written between two marks of {@code docs/performance.md}. Runs in this module's folder.
 *
 * <p>Arguments: the turns of each kind (default 20, of 2 s each) and the size of the store that is
 * recovered in MiB (default 256).
 */
final class PromptLogBenchmark {

  private static final int CALLS_PER_TURN = 1_000;
  private static final Path DOCUMENT = Path.of("../docs/performance.md");

  private PromptLogBenchmark() {}

  public static void main(String[] args) throws Exception {
    int turns = args.length > 0 ? Integer.parseInt(args[0]) : 20;
    int storeMebibytes = args.length > 1 ? Integer.parseInt(args[1]) : 256;
    String table = run(turns, CALLS_PER_TURN, storeMebibytes);
    System.out.print(table);
    write(DOCUMENT, table);
  }

  /** Measures everything in a directory that is deleted afterwards. */
  static String run(int turns, int callsPerTurn, int storeMebibytes) throws Exception {
    Path scratch = Files.createTempDirectory("prompt-log");
    try {
      AddedLatency added = AddedLatency.measure(scratch, turns, callsPerTurn);
      double seconds = callsPerTurn / 500.0;
      PromptLogThroughput taken = PromptLogThroughput.measure(scratch, seconds);
      StoreRecovery recovery = StoreRecovery.measure(scratch, (long) storeMebibytes << 20);
      return machine() + added.markdown() + "\n" + taken.markdown() + recovery.markdown();
    } finally {
      delete(scratch);
    }
  }

  static void write(Path document, String table) throws IOException {
    MarkedText.replace(document, "prompt log", table);
  }

  private static String machine() {
    return "JDK "
        + Runtime.version()
        + ", "
        + Runtime.getRuntime().availableProcessors()
        + " CPUs. Median [lowest..highest].\n\n";
  }

  private static void delete(Path directory) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> files = Files.walk(directory)) {
      deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : deepestFirst) {
      Files.delete(file);
    }
  }
}
