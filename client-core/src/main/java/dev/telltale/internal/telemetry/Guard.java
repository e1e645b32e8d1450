package dev.telltale.internal.telemetry;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Keeps failures of telemetry away from calls: counts each, and logs the first one.
 *
 * <p>Guard points catch {@link Throwable}, as what observes a call is the user's code and must not
 * change how it ends; whatever is caught there comes here. What says that the virtual machine or
 * the thread is dying is thrown on.
 */
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
    throwIfDying(broken);
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
    } catch (Throwable broken) {
      throwIfDying(broken);
      // Guard point: the counter may be what is broken, and there is nowhere else to count.
    }
  }

  /** A stack that a pattern overflowed has unwound: that is a failure like any other. */
  private static void throwIfDying(Throwable broken) {
    if (broken instanceof ThreadDeath death) {
      throw death;
    }
    if (broken instanceof VirtualMachineError error && !(broken instanceof StackOverflowError)) {
      throw error;
    }
  }
}
