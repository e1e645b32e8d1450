package dev.telltale.internal.telemetry;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How deep values may lie in each other so that they can be written as a part of a message. */
final class Nesting {
  /** Writers of JSON take 256 levels; a message around a value needs a few of them. */
  static final int MAX_LEVELS = 200;

  private Nesting() {}

  static boolean fits(@Nullable Object value) {
    return fits(value, MAX_LEVELS);
  }

  private static boolean fits(@Nullable Object value, int levels) {
    Collection<?> inner = inner(value);
    if (inner == null) {
      return true;
    }
    if (levels == 0) {
      return false;
    }
    for (Object element : inner) {
      if (!fits(element, levels - 1)) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable Collection<?> inner(@Nullable Object value) {
    if (value instanceof Map<?, ?> members) {
      return members.values();
    }
    return value instanceof List<?> elements ? elements : null;
  }
}
