package dev.telltale.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the program has around it.
 *
 * @param out for results; what is from the log is printed escaped
 * @param err for everything else
 * @param environment looks up a variable
 * @param clock for spans of time and for notes of reads
 * @param interactive whether somebody watches
 */
record Terminal(
    PrintWriter out,
    PrintWriter err,
    Function<String, @Nullable String> environment,
    InstantSource clock,
    boolean interactive) {

  static Terminal ofSystem() {
    boolean watched = console() != null && System.getenv("TERM") != null;
    return new Terminal(
        new PrintWriter(System.out, false, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        System::getenv,
        InstantSource.system(),
        watched);
  }

  /** Asks for a secret without showing it; null if there is nobody to ask. */
  char @Nullable [] askSecretly(String question) {
    Console console = console();
    return console == null || !interactive ? null : console.readPassword("%s", question);
  }

  void say(String line) {
    out.println(line);
  }

  void warn(String line) {
    err.println("llm-log: " + line);
  }

  /** Java 22 to 24 may return one although nobody is there; then TERM decides. */
  @SuppressWarnings("SystemConsoleNull")
  private static @Nullable Console console() {
    return System.console();
  }
}
