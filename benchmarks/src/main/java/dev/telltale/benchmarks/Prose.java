package dev.telltale.benchmarks;

/** Text of a given length, the same on every run. */
final class Prose {
  private static final String LINE = "the river runs past the old mill town";

  private Prose() {}

  /** Text that JSON needs no escape for. */
  static String words(int chars) {
    return repeated(LINE + " ", chars);
  }

  /** Text with a line break, which JSON escapes, at every 38th character. */
  static String lines(int chars) {
    return repeated(LINE + "\n", chars);
  }

  private static String repeated(String unit, int chars) {
    return unit.repeat(chars / unit.length() + 1).substring(0, chars);
  }
}
