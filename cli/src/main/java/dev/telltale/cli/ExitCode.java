package dev.telltale.cli;

/** What the program ends with; {@code docs/prompt-log.md} lists them. */
final class ExitCode {
  static final int FINE = 0;

  /** Nothing was found, or not all was done; of verify: something is torn or was left open. */
  static final int INCOMPLETE = 1;

  /** Of verify: something is not what was written. */
  static final int DAMAGED = 2;

  static final int USAGE = 64;
  static final int KEY = 65;
  static final int STORE = 66;

  private ExitCode() {}
}
