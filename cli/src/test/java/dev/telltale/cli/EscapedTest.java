package dev.telltale.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.testing.Scripted;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EscapedTest {
  private static final String CLEAR_SCREEN = "\u001b[2J";
  private static final String C1_INTRODUCER = "\u009b31m";
  private static final String RIGHT_TO_LEFT = "\u202e";

  @TempDir private Path parent;

  @Test
  void commandsToTheTerminalAreShown() {
    assertThat(Escaped.line("a" + CLEAR_SCREEN + "\n")).isEqualTo("a\\u001b[2J\\u000a");
    assertThat(Escaped.lines("a\r\n\tb\rc" + C1_INTRODUCER)).isEqualTo("a\n\tb\\u000dc\\u009b31m");
    assertThat(Escaped.line(RIGHT_TO_LEFT + "\ud800")).isEqualTo("\\u202e\\ud800");
    assertThat(Escaped.line("Grüße, 東京 🎉")).isEqualTo("Grüße, 東京 🎉");
  }

  @Test
  void textOfModelReachesNoTerminal() throws IOException {
    LogRig log = new LogRig(parent);
    log.keep(
        Scripted.answer(CLEAR_SCREEN + C1_INTRODUCER + RIGHT_TO_LEFT).model("m" + CLEAR_SCREEN),
        LogRig.asking("Hi").build());
    String id = log.idInLine(1);

    log.run("show", id, "--with-content");

    assertThat(log.out()).contains("\\u001b[2J", "\\u009b31m", "\\u202e");
    assertThat(log.out()).doesNotContain("\u001b", "\u009b", RIGHT_TO_LEFT);
  }
}
