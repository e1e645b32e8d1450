package dev.telltale.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/** What several rounds of one measurement came to. */
record Rounds(double median, double lowest, double highest) {

  static Rounds of(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    return new Rounds(median, sorted[0], sorted[sorted.length - 1]);
  }

  String text() {
    String form = highest < 10 ? "%,.2f [%,.2f..%,.2f]" : "%,.0f [%,.0f..%,.0f]";
    return String.format(Locale.ROOT, form, median, lowest, highest);
  }
}
