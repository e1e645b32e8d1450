package dev.telltale.internal.telemetry;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Keeps failures of telemetry away from calls: counts each, and logs the first one. */
final class Guard {
  /** Attributes of the caller's or an adapter's own, beyond what a span has room for. */
  static final String TOO_MANY_ATTRIBUTES = "too_many_attributes";

  private static final System.Logger LOGGER = System.getLogger(Guard.class.getName());

  private final Consumer<String> count;
  private final AtomicBoolean reported = new AtomicBoolean();

  /** A guard that tells what was lost to this, which may throw. */
  Guard(Consumer<String> count) {
    this.count = count;
  }

  /**
   * Takes note of what telemetry threw; only its class is logged, as a message may hold content.
   *
   * @param lost what is lost by it, one of few words
   */
  void report(String lost, Throwable broken) {
    dropped(lost);
    if (reported.compareAndSet(false, true)) {
      LOGGER.log(
          Level.WARNING,
          "Telemetry of a call failed with {0}; calls go on, further failures are not logged.",
          broken.getClass().getName());
    }
  }

  /** Takes note of what had to be left out. */
  void dropped(String lost) {
    try {
      count.accept(lost);
    } catch (Exception | LinkageError | StackOverflowError broken) {
      // Guard point: the counter may be what is broken, and there is nowhere else to count.
    }
  }
}
