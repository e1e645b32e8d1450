package dev.telltale.samples.quickstart;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;

/** What the reader sees: our words, the model's, and the reports, which come after the answer. */
final class Page {
  private static final String TERMINAL_CONTROLS = "[\\p{Cc}&&[^\n\t]]";

  private final PrintStream out;
  private final PrintStream err;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream();
  private final PrintStream reports = new PrintStream(held, true, Charset.defaultCharset());
  private boolean lineOpen;

  Page(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Where reports are written to; they wait there until {@link #showReports()}. */
  PrintStream reports() {
    return reports;
  }

  /** Shows what was reported, below what was printed so far. */
  void showReports() {
    String reported = held.toString(Charset.defaultCharset()).stripTrailing();
    held.reset();
    if (!reported.isEmpty()) {
      line("");
      line(reported);
    }
    out.flush();
  }

  void line(String line) {
    endLine();
    out.println(line);
  }

  void heading(String heading) {
    line("");
    line("== " + heading);
  }

  /** Prints a piece of the model's text at once, but nothing that could steer the terminal. */
  void text(String piece) {
    out.print(piece.replaceAll(TERMINAL_CONTROLS, ""));
    out.flush();
    lineOpen = !piece.endsWith("\n");
  }

  void error(String line) {
    endLine();
    out.flush();
    err.println("quickstart: " + line.lines().findFirst().orElse(""));
  }

  private void endLine() {
    if (lineOpen) {
      out.println();
      lineOpen = false;
    }
  }
}
