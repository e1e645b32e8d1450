package dev.telltale.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A document of which the run writes what stands between two marks. */
record Document(Path file) {

  void replace(String part, String text) throws IOException {
    String begin = "<!-- " + part + ": written by the run -->\n";
    String end = "<!-- end of " + part + " -->\n";
    String before = Files.readString(file);
    int from = before.indexOf(begin);
    int to = before.indexOf(end);
    if (from < 0 || to < from) {
      throw new IOException(file + " has no marks for " + part);
    }
    Files.writeString(
        file, before.substring(0, from + begin.length()) + text + before.substring(to));
  }
}
