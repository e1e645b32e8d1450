package dev.telltale.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ProgressBarTest {
  private static final long GIB = 1L << 30;

  private final StringWriter err = new StringWriter();

  @Test
  void barGrowsAndIsWiped() {
    try (ProgressBar bar = bar(true)) {
      bar.at(0, GIB);
      bar.at(GIB / 2, GIB);
      bar.at(GIB / 2 + 1, GIB);
      bar.at(GIB, GIB);
    }

    String[] drawn = err.toString().split("\r", -1);
    assertThat(drawn)
        .containsExactly(
            "",
            "[" + ".".repeat(40) + "] 0 %",
            "[" + "#".repeat(20) + ".".repeat(20) + "] 50 %",
            "[" + "#".repeat(40) + "] 100 %",
            " ".repeat(48),
            "");
  }

  @Test
  void wipingCoversTheLongestBar() {
    assertThat("[" + "#".repeat(40) + "] 100 %").hasSizeLessThanOrEqualTo(48);
  }

  @Test
  void shortWorkAndPipesDrawNothing() {
    try (ProgressBar bar = bar(true)) {
      bar.at(1, 1L << 20);
    }
    try (ProgressBar bar = bar(false)) {
      bar.at(GIB, GIB);
    }

    assertThat(err.toString()).isEmpty();
  }

  private ProgressBar bar(boolean watched) {
    PrintWriter writer = new PrintWriter(err, true);
    return ProgressBar.on(
        new Terminal(writer, writer, name -> null, InstantSource.system(), watched));
  }
}
