package dev.telltale.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds the threads a test started that would keep the JVM alive. */
final class ThreadCheck {
  private static final long PATIENCE_MILLIS = 2_000;

  /** Threads of the test's own servers and of JUnit's timeouts. */
  private static final List<String> NOT_OURS = List.of("MockWebServer", "junit-");

  private final Set<Thread> before = new HashSet<>();

  void begin() {
    before.addAll(Thread.getAllStackTraces().keySet());
  }

  void assertNoneLeft() {
    List<Thread> left =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> !before.contains(thread) && !thread.isDaemon())
            .filter(thread -> NOT_OURS.stream().noneMatch(thread.getName()::startsWith))
            .filter(ThreadCheck::outlives)
            .toList();
    assertThat(left).as("threads that keep the JVM alive").isEmpty();
  }

  private static boolean outlives(Thread thread) {
    try {
      thread.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return thread.isAlive();
  }
}
