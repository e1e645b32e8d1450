package dev.telltale.internal.stream;

import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;
import java.util.function.BooleanSupplier;

/**
 * Internal: ends what a handle stood for when the handle was forgotten, with one warning. A stream
 * that is neither read to its end nor closed is such a handle.
 */
public final class LeakGuard {
  private static final Cleaner CLEANER = Cleaner.create();
  private static final System.Logger LOGGER = System.getLogger(LeakGuard.class.getName());

  private LeakGuard() {}

  /**
   * Watches a handle.
   *
   * @param kind what a user knows the handle as
   * @param abandon ends what the handle stood for, and says whether it was still going on; it must
   *     not refer to the handle
   */
  public static void watch(Object handle, String kind, BooleanSupplier abandon) {
    CLEANER.register(handle, () -> ended(kind, abandon));
  }

  private static void ended(String kind, BooleanSupplier abandon) {
    if (abandon.getAsBoolean()) {
      LOGGER.log(
          Level.WARNING,
          "A {0} was neither read to its end nor closed; its connection was held until now."
              + " Open streams in try-with-resources.",
          kind);
    }
  }
}
