package dev.telltale.azure;

import java.util.Locale;

/**
 * How bad a filter of four levels found a text to be.
 *
 * <p>New levels may be added; a {@code switch} over this type keeps a {@code default}.
 */
public enum FilterSeverity {
  /** Nothing was found. */
  SAFE,
  /** The lowest level that counts as found. */
  LOW,
  /** The level from which texts are blocked by default. */
  MEDIUM,
  /** The worst level. */
  HIGH,
  /** A level this library does not know; see {@link FilterCategory#rawSeverity()}. */
  OTHER;

  static FilterSeverity of(String raw) {
    return switch (raw.toLowerCase(Locale.ROOT)) {
      case "safe" -> SAFE;
      case "low" -> LOW;
      case "medium" -> MEDIUM;
      case "high" -> HIGH;
      default -> OTHER;
    };
  }
}
