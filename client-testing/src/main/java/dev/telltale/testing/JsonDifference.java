package dev.telltale.testing;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where two JSON values differ; numbers are compared by value. */
final class JsonDifference {
  private JsonDifference() {}

  /** The first place where they differ, from {@code $}, and how; null if they are equal. */
  static @Nullable String find(@Nullable Object expected, @Nullable Object actual) {
    return find("$", expected, actual);
  }

  private static @Nullable String find(
      String path, @Nullable Object expected, @Nullable Object actual) {
    if (expected instanceof Map<?, ?> wanted && actual instanceof Map<?, ?> given) {
      return inObject(path, wanted, given);
    }
    if (expected instanceof List<?> wanted && actual instanceof List<?> given) {
      return inArray(path, wanted, given);
    }
    return same(expected, actual) ? null : path + " differs";
  }

  private static @Nullable String inObject(String path, Map<?, ?> expected, Map<?, ?> actual) {
    for (Map.Entry<?, ?> member : expected.entrySet()) {
      String place = path + "." + member.getKey();
      if (!actual.containsKey(member.getKey())) {
        return place + " is missing";
      }
      String difference = find(place, member.getValue(), actual.get(member.getKey()));
      if (difference != null) {
        return difference;
      }
    }
    for (Object name : actual.keySet()) {
      if (!expected.containsKey(name)) {
        return path + "." + name + " was not recorded";
      }
    }
    return null;
  }

  private static @Nullable String inArray(String path, List<?> expected, List<?> actual) {
    for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
      String difference = find(path + "[" + i + "]", expected.get(i), actual.get(i));
      if (difference != null) {
        return difference;
      }
    }
    return expected.size() == actual.size()
        ? null
        : path + " has " + actual.size() + " elements, not " + expected.size();
  }

  private static boolean same(@Nullable Object expected, @Nullable Object actual) {
    if (expected == null) {
      return actual == null;
    }
    if (expected instanceof Number && actual instanceof Number) {
      return decimal(expected).compareTo(decimal(actual)) == 0;
    }
    return expected.equals(actual);
  }

  private static BigDecimal decimal(Object number) {
    return new BigDecimal(number.toString());
  }
}
