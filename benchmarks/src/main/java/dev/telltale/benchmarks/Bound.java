package dev.telltale.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/** What is promised about a time, and the times that were measured. */
final class Bound {
  private final String what;
  private final String guarantee;
  private final double limitMillis;

  /** The part of the runs that has to keep the limit. */
  private final double judged;

  private final long[] sortedNanos;

  private Bound(String what, String guarantee, double limitMillis, double judged, long[] nanos) {
    this.what = what;
    this.guarantee = guarantee;
    this.limitMillis = limitMillis;
    this.judged = judged;
    this.sortedNanos = nanos.clone();
    Arrays.sort(sortedNanos);
  }

  /** A promise that every run has to keep. */
  static Bound ofAll(String what, String guarantee, double limitMillis, long[] nanos) {
    return new Bound(what, guarantee, limitMillis, 1, nanos);
  }

  /** A promise that 99 of 100 runs have to keep. */
  static Bound ofP99(String what, String guarantee, double limitMillis, long[] nanos) {
    return new Bound(what, guarantee, limitMillis, 0.99, nanos);
  }

  String row() {
    String form = limitMillis < 10 ? "%.3f" : "%.1f";
    return String.format(
        Locale.ROOT,
        "| %s | %s | %,d | " + form + " | " + form + " | " + form + " | %s at most %.0f | %s |%n",
        what,
        guarantee,
        sortedNanos.length,
        millis(0.5),
        millis(0.99),
        millis(1),
        judged < 1 ? "p99" : "max",
        limitMillis,
        millis(judged) <= limitMillis ? "kept" : "**missed**");
  }

  /** The time that this part of the runs did not exceed. */
  private double millis(double quantile) {
    int rank = (int) Math.ceil(quantile * sortedNanos.length) - 1;
    return sortedNanos[Math.max(0, rank)] / 1e6;
  }
}
