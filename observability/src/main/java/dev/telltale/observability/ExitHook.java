package dev.telltale.observability;

/** Something done when the JVM exits, unless it was done before. */
final class ExitHook {
  private final Thread thread;

  private ExitHook(Thread thread) {
    this.thread = thread;
  }

  static ExitHook install(Runnable action) {
    Thread thread = new Thread(action, "telltale-observability-exit");
    Runtime.getRuntime().addShutdownHook(thread);
    return new ExitHook(thread);
  }

  void remove() {
    try {
      Runtime.getRuntime().removeShutdownHook(thread);
    } catch (IllegalStateException exiting) {
      // Its thread runs, or has run.
    }
  }
}
