package dev.telltale.functional;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.functional.MatrixCall.Path;
import dev.telltale.functional.MatrixCall.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
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
  private static final String END = "<!-- end of matrix -->\n";
  private static final Pattern PEER_ROW = Pattern.compile("(?m)^\\| ([^*|]+) \\| ([^|]+) \\|");

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

  @Test
  void otherClientsMakeTheSameCalls() throws IOException {
    String text = Files.readString(document());
    String others = text.substring(text.indexOf(END));
    Set<String> paths = Stream.of(Path.values()).map(Path::title).collect(Collectors.toSet());
    Set<String> troubles =
        Stream.of(Trouble.values()).map(Trouble::title).collect(Collectors.toSet());
    // Ours is a row, as it is tried on one path; of the others every path is tried.
    troubles.add("success after a retry");

    List<MatchResult> rows = PEER_ROW.matcher(others).results().skip(1).toList();

    assertThat(rows).hasSizeGreaterThan(50);
    assertThat(rows).allSatisfy(row -> assertThat(paths).contains(row.group(1)));
    assertThat(rows).allSatisfy(row -> assertThat(troubles).contains(row.group(2)));
  }

  private static void assertDocumented(String table) throws IOException {
    java.nio.file.Path file = document();
    String text = Files.readString(file);
    String head = text.substring(0, text.indexOf(BEGIN) + BEGIN.length());
    String tail = text.substring(text.indexOf(END));
    if (Boolean.getBoolean("matrix.update")) {
      Files.writeString(file, head + table + tail);
    }
    assertThat(Files.readString(file)).isEqualTo(head + table + tail);
  }

  private static java.nio.file.Path document() {
    return Paths.get(System.getProperty("basedir", ""))
        .toAbsolutePath()
        .resolveSibling("docs")
        .resolve("telemetry-matrix.md");
  }
}
