package dev.telltale.cli;

import dev.telltale.observability.promptlog.PromptRecord;
import java.io.IOException;

/** Writes records one after the other. */
interface ExportFormat {
  /**
   * Returns what a record adds to the file.
   *
   * @param before how many records came before it
   */
  String add(PromptRecord record, int before) throws IOException;

  /** Returns what ends a file with records. */
  default String end() {
    return "";
  }
}
