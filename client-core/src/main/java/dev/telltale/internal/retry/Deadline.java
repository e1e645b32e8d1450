package dev.telltale.internal.retry;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The moment a call has to be done by. */
public final class Deadline {
  /** So far off that a clock of nanoseconds still counts to it. */
  private static final Duration NEVER = Duration.ofDays(36_500);

  private final LongSupplier ticker;
  private final long endNanos;

  private Deadline(LongSupplier ticker, long endNanos) {
    this.ticker = ticker;
    this.endNanos = endNanos;
  }

  /** A deadline this far from now, on a clock of nanoseconds. */
  public static Deadline after(Duration limit, LongSupplier ticker) {
    return new Deadline(ticker, ticker.getAsLong() + counted(limit).toNanos());
  }

  /** The limit, cut to what a clock of nanoseconds can count. */
  public static Duration counted(Duration limit) {
    return limit.compareTo(NEVER) < 0 ? limit : NEVER;
  }

  /** This deadline, or one this far from now if that is sooner. */
  public Deadline orSooner(Duration limit) {
    return counted(limit).compareTo(remaining()) < 0 ? after(limit) : this;
  }

  /** A deadline this far from now, on the same clock. */
  public Deadline after(Duration limit) {
    return after(limit, ticker);
  }

  /** The time left; zero if there is none. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, endNanos - ticker.getAsLong()));
  }
}
