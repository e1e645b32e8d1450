package dev.telltale.cli;

import java.io.Serial;

/** Ends a command with a message for the user and an exit code. */
final class CommandFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final int exitCode;

  private CommandFailure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  static CommandFailure notFound(String message) {
    return new CommandFailure(ExitCode.INCOMPLETE, message);
  }

  static CommandFailure usage(String message) {
    return new CommandFailure(ExitCode.USAGE, message);
  }

  static CommandFailure key(String message) {
    return new CommandFailure(ExitCode.KEY, message);
  }

  static CommandFailure store(String message) {
    return new CommandFailure(ExitCode.STORE, message);
  }

  int exitCode() {
    return exitCode;
  }
}
