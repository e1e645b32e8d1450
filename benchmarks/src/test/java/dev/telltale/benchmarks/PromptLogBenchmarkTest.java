package dev.telltale.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PromptLogBenchmarkTest {
  private static final String BEGIN = "<!-- prompt log: written by the run -->\n";
  private static final String END = "<!-- end of prompt log -->\n";

  @TempDir private Path parent;

  @Test
  void smallRunFillsEveryRow() throws Exception {
    String table = PromptLogBenchmark.run(2, 50, 1);

    assertThat(table)
        .contains("| 500 calls/s of 8 KiB, 100 each |", "| records written, dropped, failed | 150")
        .containsPattern("added to the p99, at most 100 \\| -?[0-9.,]+ \\[")
        .containsPattern("encrypted, written \\| [1-9][0-9,]* \\[")
        .containsPattern("all read and verified \\| [1-9]")
        .doesNotContain("NaN", "Infinity");
  }

  @Test
  void tableIsWrittenBetweenItsMarks() throws Exception {
    Path document = parent.resolve("performance.md");
    String marks = BEGIN + "old\n" + END;
    Files.writeString(document, "before\n" + marks + "after\n");

    PromptLogBenchmark.write(document, "new\n");

    assertThat(document).hasContent("before\n" + BEGIN + "new\n" + END + "after\n");
  }
}
