package dev.telltale.functional;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.functional.MatrixCall.Path;
import dev.telltale.functional.MatrixCall.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Each way to make a call by each way it can end: one span that has ended, one duration, and what
 * both say. The table is docs/telemetry-matrix.md; {@code -Dmatrix.update=true} writes it anew.
 */
@Timeout(120)
class TelemetryMatrixTest {
  private static final String BEGIN = "<!-- matrix: written by TelemetryMatrixTest -->\n";

  @Test
  void everyCallIsSeenOnceHoweverItEnds() throws Exception {
    List<String> rows = new ArrayList<>();
    rows.add(
        "| call | "
            + Stream.of(Trouble.values()).map(Trouble::title).collect(Collectors.joining(" | "))
            + " |");
    rows.add("|---".repeat(Trouble.values().length + 1) + "|");
    for (Path path : Path.values()) {
      List<String> cells = new ArrayList<>();
      for (Trouble trouble : Trouble.values()) {
        cells.add(MatrixCall.applies(path, trouble) ? new MatrixCall(path, trouble).run() : "-");
      }
      rows.add("| " + path.title() + " | " + String.join(" | ", cells) + " |");
    }

    assertDocumented(String.join("\n", rows) + "\n");
  }

  private static void assertDocumented(String table) throws IOException {
    java.nio.file.Path file =
        Paths.get(System.getProperty("basedir", ""))
            .toAbsolutePath()
            .resolveSibling("docs")
            .resolve("telemetry-matrix.md");
    String text = Files.readString(file);
    String head = text.substring(0, text.indexOf(BEGIN) + BEGIN.length());
    if (Boolean.getBoolean("matrix.update")) {
      Files.writeString(file, head + table);
    }
    assertThat(Files.readString(file).substring(head.length())).isEqualTo(table);
  }
}
