package dev.telltale.samples.quickstart;

/** A mistake in the arguments or the environment; its message says what to do. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String line;

  UsageException(String line) {
    super(line);
    this.line = line;
  }

  String line() {
    return line;
  }
}
