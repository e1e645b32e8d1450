package dev.telltale.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file with parts that programs write. */
final class MarkedText {
  private MarkedText() {}

  /** Puts a text in place of what stands between the marks of this name. */
  static void replace(Path file, String name, String text) throws IOException {
    String begin = "<!-- " + name + ": written by the run -->\n";
    String end = "<!-- end of " + name + " -->\n";
    String all = Files.readString(file);
    int from = all.indexOf(begin);
    int to = from < 0 ? -1 : all.indexOf(end, from);
    if (to < 0) {
      throw new IOException(file + " has no marks for the " + name);
    }
    Files.writeString(file, all.substring(0, from + begin.length()) + text + all.substring(to));
  }
}
