package dev.telltale.internal.stream;

import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;

/** Ends the session of a stream that was neither read to its end nor closed, with one warning. */
final class LeakGuard {
  private static final Cleaner CLEANER = Cleaner.create();
  private static final System.Logger LOGGER = System.getLogger(LeakGuard.class.getName());

  private LeakGuard() {}

  /** Watches a handle; the session must not refer to it. */
  static void watch(RealChatStream handle, StreamSession session) {
    CLEANER.register(handle, () -> ended(session));
  }

  private static void ended(StreamSession session) {
    if (session.abandon()) {
      LOGGER.log(
          Level.WARNING,
          "A ChatStream was neither read to its end nor closed; its connection was held until now."
              + " Open streams in try-with-resources.");
    }
  }
}
