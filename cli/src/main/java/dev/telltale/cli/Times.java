package dev.telltale.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as users type them, in UTC. */
final class Times {
  private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhd])");

  private Times() {}

  /** Reads a day, a moment, or how long ago it was. */
  static Instant parse(String text, Instant now) {
    Matcher ago = AGO.matcher(text);
    if (ago.matches()) {
      return now.minus(unit(ago.group(2)).multipliedBy(Long.parseLong(ago.group(1))));
    }
    try {
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException unreadable) {
      throw CommandFailure.usage(
          "Not a time: " + Escaped.line(text) + ". Type 2026-11-23, 2026-11-23T09:30:00Z or 24h.");
    }
  }

  private static Duration unit(String letter) {
    return switch (letter) {
      case "s" -> Duration.ofSeconds(1);
      case "m" -> Duration.ofMinutes(1);
      case "h" -> Duration.ofHours(1);
      default -> Duration.ofDays(1);
    };
  }
}
