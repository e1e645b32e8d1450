package dev.telltale.observability.promptlog.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A program of its own that says what it finds in a directory. */
final class ChildReader {
  private ChildReader() {}

  static String states(Path directory) throws IOException {
    Process process =
        new ProcessBuilder(ChildWriter.program(ChildReader.class, directory.toString()).toList())
            .redirectErrorStream(true)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  @SuppressWarnings("SystemOut")
  public static void main(String[] args) throws IOException {
    for (SegmentReport report : Entries.verify(Path.of(args[0]))) {
      System.out.println(report.state());
    }
  }
}
