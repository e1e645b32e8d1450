package dev.telltale.functional;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.telltale.LlmException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** All that can be seen from its start on: what is shown to it, printed or logged at any level. */
final class CanaryScan implements AutoCloseable {
  private static final int WINDOW = 12;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream tape = new PrintStream(printed, true, UTF_8);
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final Logger root = Logger.getLogger("");
  private final @Nullable Level level = root.getLevel();
  private final Handler handler = new TapeHandler(tape);

  /** Listeners and callbacks add to it on threads of their own. */
  @SuppressWarnings("JdkObsolete")
  private final Queue<String> seen = new ConcurrentLinkedQueue<>();

  CanaryScan() {
    System.setOut(tape);
    System.setErr(tape);
    root.setLevel(Level.ALL);
    root.addHandler(handler);
  }

  void see(Object... values) {
    for (Object value : values) {
      seen.add(String.valueOf(value));
    }
  }

  void see(LlmException failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace, true));
    see(trace, failure.getMessage(), failure.details(), failure.headers(), serialized(failure));
  }

  void seeThreads() {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      see(thread.getName());
    }
  }

  String text() {
    return String.join("\n", seen) + printed.toString(UTF_8);
  }

  @Override
  public void close() {
    root.removeHandler(handler);
    root.setLevel(level);
    System.setOut(out);
    System.setErr(err);
  }

  static void assertAbsent(String canary, String text) {
    ByteString bytes = ByteString.encodeUtf8(canary);
    List<String> forms =
        List.of(
            canary,
            bytes.base64(),
            bytes.base64Url(),
            bytes.hex(),
            bytes.hex().toUpperCase(Locale.ROOT),
            URLEncoder.encode(canary, UTF_8),
            canary.replace(" ", "%20"));
    for (String form : forms) {
      for (int i = 0; i + WINDOW <= form.length(); i++) {
        int at = text.indexOf(form.substring(i, i + WINDOW));
        if (at >= 0) {
          String around = text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 50));
          throw new AssertionError("Found a part of " + canary + " in: " + around);
        }
      }
    }
  }

  private static String serialized(LlmException failure) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream objects = new ObjectOutputStream(bytes)) {
      objects.writeObject(failure);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toString(ISO_8859_1);
  }

  /** Takes all that is logged but by the test's own server. */
  private static final class TapeHandler extends Handler {
    private final PrintStream tape;
    private final SimpleFormatter formatter = new SimpleFormatter();

    TapeHandler(PrintStream tape) {
      this.tape = tape;
      setLevel(Level.ALL);
    }

    @Override
    public void publish(LogRecord record) {
      if (!String.valueOf(record.getLoggerName()).startsWith("mockwebserver3")) {
        tape.print(formatter.format(record));
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
