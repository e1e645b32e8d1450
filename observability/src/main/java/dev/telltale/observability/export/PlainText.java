package dev.telltale.observability.export;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as people read them, and names that a server chose as they may be printed. */
final class PlainText {
  private static final int PICO_SCALE = 12;
  private static final int LONGEST_NAME = 120;

  private PlainText() {}

  static String seconds(double seconds) {
    if (seconds < 0.01) {
      return String.format(Locale.ROOT, "%.1f ms", seconds * 1_000);
    }
    if (seconds < 0.9995) {
      return String.format(Locale.ROOT, "%.0f ms", seconds * 1_000);
    }
    return String.format(Locale.ROOT, seconds < 100 ? "%.2f s" : "%.0f s", seconds);
  }

  /** An amount without the noise that sums of {@code double} end in. */
  static String usd(double amount) {
    BigDecimal exact = BigDecimal.valueOf(amount).setScale(PICO_SCALE, RoundingMode.HALF_UP);
    return "$" + exact.stripTrailingZeros().toPlainString();
  }

  /** A name without what would move a terminal's cursor or forge a line. */
  static String name(String text) {
    StringBuilder name = new StringBuilder();
    text.codePoints()
        .limit(LONGEST_NAME)
        .map(c -> printable(c) ? c : '?')
        .forEach(name::appendCodePoint);
    return name.toString();
  }

  private static boolean printable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
