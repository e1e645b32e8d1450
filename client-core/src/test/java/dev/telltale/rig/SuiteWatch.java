package dev.telltale.rig;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Takes all that is printed and logged from its start on, and passes it on. Once stopped it fails
 * if a planted secret was among it, or is in the name of a thread.
 */
final class SuiteWatch implements AutoCloseable {
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final Tape tape = new Tape();
  private final PrintStream watchedOut = new PrintStream(new Tee(tape, out), true, UTF_8);
  private final PrintStream watchedErr = new PrintStream(new Tee(tape, err), true, UTF_8);
  private final Handler handler = new TapeHandler(tape);

  private SuiteWatch() {}

  static SuiteWatch start() {
    SuiteWatch watch = new SuiteWatch();
    System.setOut(watch.watchedOut);
    System.setErr(watch.watchedErr);
    Logger.getLogger("").addHandler(watch.handler);
    return watch;
  }

  @Override
  public void close() {
    Logger.getLogger("").removeHandler(handler);
    System.setOut(out);
    System.setErr(err);
    Canaries.assertAbsent("what was printed or logged", tape.text());
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      Canaries.assertAbsent("the name of a thread", thread.getName());
    }
  }

  /** What came, as far as there is room: a suite that prints more has another fault. */
  private static final class Tape {
    private static final int MAX_BYTES = 64 << 20;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    void write(byte[] buffer, int offset, int count) {
      synchronized (bytes) {
        if (bytes.size() < MAX_BYTES) {
          bytes.write(buffer, offset, count);
        }
      }
    }

    String text() {
      return bytes.toString(UTF_8);
    }
  }

  private static final class Tee extends OutputStream {
    private final Tape tape;
    private final PrintStream passedOn;

    Tee(Tape tape, PrintStream passedOn) {
      this.tape = tape;
      this.passedOn = passedOn;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int count) {
      tape.write(buffer, offset, count);
      passedOn.write(buffer, offset, count);
    }

    @Override
    public void flush() {
      passedOn.flush();
    }
  }

  private static final class TapeHandler extends Handler {
    private final Tape tape;
    private final SimpleFormatter formatter = new SimpleFormatter();

    TapeHandler(Tape tape) {
      this.tape = tape;
    }

    @Override
    public void publish(LogRecord record) {
      byte[] line = formatter.format(record).getBytes(UTF_8);
      tape.write(line, 0, line.length);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
