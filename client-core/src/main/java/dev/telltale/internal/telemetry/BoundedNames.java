package dev.telltale.internal.telemetry;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets only so many different names through to metrics, the first that come; all others are {@code
 * other}. Servers and callers choose names freely, and each one more makes a time series.
 */
final class BoundedNames {
  private static final String OTHER = "other";

  private final int max;
  private final Object lock = new Object();
  private final Set<String> names = ConcurrentHashMap.newKeySet();

  BoundedNames(int max) {
    this.max = max;
  }

  String of(String name) {
    if (names.contains(name)) {
      return name;
    }
    if (names.size() >= max) {
      return OTHER;
    }
    synchronized (lock) {
      if (names.size() < max) {
        names.add(name);
      }
      return names.contains(name) ? name : OTHER;
    }
  }
}
