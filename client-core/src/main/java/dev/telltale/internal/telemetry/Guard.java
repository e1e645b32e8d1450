package dev.telltale.internal.telemetry;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/** Keeps failures of telemetry away from calls, and logs the first one. */
final class Guard {
  private static final System.Logger LOGGER = System.getLogger(Guard.class.getName());

  private final AtomicBoolean reported = new AtomicBoolean();

  /**
   * Takes note of what telemetry threw; only its class is logged, as a message may hold content.
   */
  void report(Throwable broken) {
    if (reported.compareAndSet(false, true)) {
      LOGGER.log(
          Level.WARNING,
          "Telemetry of a call failed with {0}; calls go on, further failures are not logged.",
          broken.getClass().getName());
    }
  }
}
