package dev.telltale.internal.retry;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A date in one of the three forms of HTTP, which a recipient must all read (RFC 9110, 5.6.7). */
final class HttpDate {
  private static final DateTimeFormatter MONTH_FIRST =
      DateTimeFormatter.ofPattern("MMM d HH:mm:ss uuuu", Locale.ROOT);
  private static final DateTimeFormatter DAY_FIRST =
      DateTimeFormatter.ofPattern("dd-MMM-uuuu HH:mm:ss", Locale.ROOT);

  /** Sunday, 06-Nov-94 08:49:37 GMT. */
  private static final Pattern RFC_850 =
      Pattern.compile(
          "[A-Z][a-z]{5,8}, (\\d\\d-[A-Z][a-z]{2}-)(\\d\\d)( \\d\\d:\\d\\d:\\d\\d) GMT");

  /** Sun Nov {@literal }6 08:49:37 1994. */
  private static final Pattern ASCTIME =
      Pattern.compile("[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\\d{1,2} \\d\\d:\\d\\d:\\d\\d \\d{4})");

  private HttpDate() {}

  /** The time, or null if the text is none. */
  static @Nullable Instant parse(String text, Instant now) {
    String date = text.strip();
    Matcher rfc850 = RFC_850.matcher(date);
    Matcher asctime = ASCTIME.matcher(date);
    try {
      if (rfc850.matches()) {
        return withCentury(rfc850, now.atOffset(ZoneOffset.UTC).toLocalDateTime());
      }
      if (asctime.matches()) {
        return utc(MONTH_FIRST, asctime.group(1) + " " + asctime.group(2));
      }
      return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException notDate) {
      return null;
    }
  }

  /** Two digits are of this century, unless that is more than 50 years ahead. */
  private static Instant withCentury(Matcher rfc850, LocalDateTime now) {
    int year = now.getYear() / 100 * 100 + Integer.parseInt(rfc850.group(2));
    Instant time = utc(DAY_FIRST, rfc850.group(1) + year + rfc850.group(3));
    return time.isAfter(now.plusYears(50).toInstant(ZoneOffset.UTC))
        ? utc(DAY_FIRST, rfc850.group(1) + (year - 100) + rfc850.group(3))
        : time;
  }

  private static Instant utc(DateTimeFormatter form, String text) {
    return LocalDateTime.parse(text, form).toInstant(ZoneOffset.UTC);
  }
}
