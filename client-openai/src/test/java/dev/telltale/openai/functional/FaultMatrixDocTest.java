package dev.telltale.openai.functional;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.rig.fault.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** docs/fault-matrix.md shows the table that {@link FaultMatrixTest} holds calls to. */
@Timeout(10)
class FaultMatrixDocTest {
  private static final Path DOC =
      Path.of(System.getProperty("basedir", "")).resolve("../docs/fault-matrix.md");
  private static final String TABLE = "| the server |";

  @Test
  void documentShowsTheTable() throws IOException {
    String before = Files.readString(DOC);
    String intro = before.substring(0, before.indexOf(TABLE));
    String rendered = intro + table();
    if (Boolean.getBoolean("faults.update")) {
      Files.writeString(DOC, rendered);
    }

    assertThat(Files.readString(DOC))
        .as("if the change is meant, run mvn test -Dfaults.update=true and commit it")
        .isEqualTo(rendered);
  }

  private static String table() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(
        TABLE
            + " `chat` | `chatAsync` | `stream`, before its first event"
            + " | `stream`, after its first event | why |");
    lines.add("|---|---|---|---|---|---|");
    for (List<String> row : FaultMatrix.rows()) {
      List<String> cells = new ArrayList<>(row);
      cells.set(0, Fault.valueOf(row.get(0)).title());
      lines.add("| " + String.join(" | ", cells) + " |");
    }
    return String.join("\n", lines) + "\n";
  }
}
