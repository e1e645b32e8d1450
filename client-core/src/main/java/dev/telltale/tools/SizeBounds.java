package dev.telltale.tools;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How long a text, or how large a collection, may be. */
record SizeBounds(int min, int max) {
  static final SizeBounds NONE = new SizeBounds(0, Integer.MAX_VALUE);

  SizeBounds {
    if (min < 0 || max < min) {
      throw new IllegalArgumentException("@Size needs 0 <= min <= max, not " + min + " and " + max);
    }
  }

  /** Adds the bounds to the schema of an array. */
  void addItems(Map<String, @Nullable Object> schema) {
    if (min > 0) {
      schema.put("minItems", min);
    }
    if (max < Integer.MAX_VALUE) {
      schema.put("maxItems", max);
    }
  }

  /** Adds the bounds to the schema of a text, as a pattern: strict schemas take no lengths. */
  void addPattern(Map<String, @Nullable Object> schema) {
    if (!equals(NONE)) {
      String limit = max < Integer.MAX_VALUE ? Integer.toString(max) : "";
      schema.put("pattern", "^[\\s\\S]{" + min + "," + limit + "}$");
    }
  }

  void check(int size, String path, String what) {
    if (size < min) {
      throw new MismatchException(path, "has fewer than " + min + " " + what);
    }
    if (size > max) {
      throw new MismatchException(path, "has more than " + max + " " + what);
    }
  }
}
