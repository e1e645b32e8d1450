package dev.telltale.tools;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The least and the greatest value of a number; null for none. */
record RangeBounds(@Nullable BigDecimal min, @Nullable BigDecimal max) {
  static final RangeBounds NONE = new RangeBounds(null, null);

  RangeBounds {
    if (min != null && max != null && min.compareTo(max) > 0) {
      throw new IllegalArgumentException("@Range has a min greater than its max");
    }
  }

  static RangeBounds of(Range range) {
    return new RangeBounds(bound(range.min()), bound(range.max()));
  }

  void add(Map<String, @Nullable Object> schema) {
    if (min != null) {
      schema.put("minimum", min);
    }
    if (max != null) {
      schema.put("maximum", max);
    }
  }

  void check(BigDecimal number, String path) {
    if (min != null && number.compareTo(min) < 0) {
      throw new MismatchException(path, "is less than " + min.toPlainString());
    }
    if (max != null && number.compareTo(max) > 0) {
      throw new MismatchException(path, "is more than " + max.toPlainString());
    }
  }

  private static @Nullable BigDecimal bound(double bound) {
    if (Double.isNaN(bound)) {
      throw new IllegalArgumentException("A bound of @Range is not a number");
    }
    if (Double.isInfinite(bound)) {
      return null;
    }
    BigDecimal exact = BigDecimal.valueOf(bound).stripTrailingZeros();
    return exact.scale() < 0 ? exact.setScale(0) : exact;
  }
}
