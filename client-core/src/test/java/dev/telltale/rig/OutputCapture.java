package dev.telltale.rig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Takes what is printed and, at every level, what the client and the libraries under it log. Nobody
 * else gets it.
 */
final class OutputCapture {
  // Held, as a logger nobody refers to forgets its level.
  private final List<Logger> loggers =
      List.of(
          Logger.getLogger("dev.telltale"),
          Logger.getLogger("okhttp3"),
          Logger.getLogger("io.opentelemetry"));

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream tape = new PrintStream(bytes, true, UTF_8);
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final Handler handler = new TapeHandler();

  void begin() {
    System.setOut(tape);
    System.setErr(tape);
    for (Logger logger : loggers) {
      logger.setLevel(Level.ALL);
      logger.addHandler(handler);
      logger.setUseParentHandlers(false);
    }
  }

  void end() {
    System.setOut(out);
    System.setErr(err);
    for (Logger logger : loggers) {
      logger.setLevel(null);
      logger.removeHandler(handler);
      logger.setUseParentHandlers(true);
    }
  }

  String text() {
    return bytes.toString(UTF_8);
  }

  void assertNoneLogged(String message) {
    assertThat(text()).doesNotContain(message);
  }

  private final class TapeHandler extends Handler {
    private final SimpleFormatter formatter = new SimpleFormatter();

    TapeHandler() {
      setLevel(Level.ALL);
    }

    @Override
    public void publish(LogRecord record) {
      tape.print(formatter.format(record));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
