package dev.telltale.samples.quickstart;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Warnings of the libraries, each in one line and without a stack trace. */
final class LogLines extends Handler {
  /** Warns of models without a price, which the report of each call says too. */
  private static final Logger PRICES = Logger.getLogger("dev.telltale.observability.cost");

  private final Page page;

  private LogLines(Page page) {
    this.page = page;
    setLevel(Level.WARNING);
    setFormatter(new SimpleFormatter());
  }

  /** Lets the page show what {@code java.util.logging} would print to the console. */
  static void replaceConsole(Page page) {
    LogManager.getLogManager().reset();
    PRICES.setLevel(Level.OFF);
    Logger.getLogger("").addHandler(new LogLines(page));
  }

  @Override
  public void publish(LogRecord record) {
    if (isLoggable(record)) {
      page.error(getFormatter().formatMessage(record));
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
