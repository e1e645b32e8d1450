package dev.telltale.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

/** Says what an exception means, for people who do not read its name. */
final class Messages {
  private Messages() {}

  static String of(Exception failed) {
    String message = String.valueOf(failed.getMessage());
    if (failed instanceof NoSuchFileException) {
      return "There is no " + message + ".";
    }
    if (failed instanceof FileAlreadyExistsException) {
      return message + " is there already, and is not overwritten.";
    }
    if (failed instanceof AccessDeniedException) {
      return "You may not open " + message + ".";
    }
    return message;
  }
}
