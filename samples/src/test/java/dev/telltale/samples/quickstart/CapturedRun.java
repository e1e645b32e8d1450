package dev.telltale.samples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;

/** A run of the quick start in a hurry, with what it printed. */
final class CapturedRun {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final int exitCode;

  private CapturedRun(Map<String, String> environment, String... args) {
    Page page = new Page(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    this.exitCode = new QuickStart(page, environment, Duration.ofMillis(1)).run(args);
  }

  static CapturedRun of(String... args) {
    return with(Map.of(), args);
  }

  static CapturedRun with(Map<String, String> environment, String... args) {
    return new CapturedRun(environment, args);
  }

  int exitCode() {
    return exitCode;
  }

  String out() {
    return out.toString(UTF_8);
  }

  String err() {
    return err.toString(UTF_8);
  }
}
