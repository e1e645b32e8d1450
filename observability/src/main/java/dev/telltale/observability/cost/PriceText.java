package dev.telltale.observability.cost;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads the text values of a price file and says which one is wrong, without repeating it. */
final class PriceText {
  private static final int LONGEST_DECIMAL = 24;

  private PriceText() {}

  static BigDecimal decimal(String name, String text) {
    // A long exponent would make later arithmetic on the number endless.
    if (text.length() <= LONGEST_DECIMAL && text.indexOf('e') < 0 && text.indexOf('E') < 0) {
      try {
        BigDecimal value = new BigDecimal(text);
        if (value.signum() >= 0) {
          return value;
        }
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(name + " is not a decimal number", e);
      }
    }
    throw new IllegalArgumentException(name + " is not a plain decimal number of 0 or more");
  }

  static LocalDate date(String name, String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(name + " is not a date such as 2026-07-30", e);
    }
  }

  static LocalTime time(String name, String text) {
    try {
      return LocalTime.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(name + " is not a time such as 16:30", e);
    }
  }

  static Pattern pattern(String name, String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(name + " is not a regular expression", e);
    }
  }
}
