package dev.telltale.cli;

import dev.telltale.observability.promptlog.store.Progress;
import java.io.PrintWriter;

/** Draws on standard error how far a command has come, if somebody watches and it takes long. */
final class ProgressBar implements Progress, AutoCloseable {
  private static final int WIDTH = 40;

  /** Less is read in less than a second. */
  private static final long WORTH_BYTES = 256L << 20;

  private final PrintWriter err;
  private final boolean interactive;
  private int drawn = -1;

  private ProgressBar(Terminal terminal) {
    this.err = terminal.err();
    this.interactive = terminal.interactive();
  }

  static ProgressBar on(Terminal terminal) {
    return new ProgressBar(terminal);
  }

  @Override
  public void at(long doneBytes, long totalBytes) {
    if (!interactive || totalBytes < WORTH_BYTES) {
      return;
    }
    int filled = (int) (WIDTH * Math.min(doneBytes, totalBytes) / totalBytes);
    if (filled != drawn) {
      drawn = filled;
      String bar = "#".repeat(filled) + ".".repeat(WIDTH - filled);
      err.print("\r[" + bar + "] " + 100 * filled / WIDTH + " %");
      err.flush();
    }
  }

  /** Wipes the bar. */
  @Override
  public void close() {
    if (drawn >= 0) {
      err.print("\r" + " ".repeat(WIDTH + 8) + "\r");
      err.flush();
      drawn = -1;
    }
  }
}
