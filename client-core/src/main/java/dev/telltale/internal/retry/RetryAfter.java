package dev.telltale.internal.retry;

import dev.telltale.ResponseHeaders;
import dev.telltale.provider.ErrorDetails;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The wait a server asks for in its headers. Fractions of a millisecond are rounded up: a retry may
 * come late, never early. A value that is no time, not positive or past counts as not sent.
 */
public final class RetryAfter {
  private static final Pattern DECIMAL = Pattern.compile("\\d+(\\.\\d+)?([eE]\\+?\\d+)?");

  /** Beyond any wait that is kept, and safe to add to a clock. */
  private static final double LONGEST_MILLIS = 1e12;

  private RetryAfter() {}

  /** Returns the failure with the wait that its headers ask for, else with the one of its body. */
  public static ErrorDetails addTo(ErrorDetails failure, Instant now) {
    Duration asked = from(failure.headers(), now);
    return asked == null ? failure : failure.toBuilder().retryAfter(asked).build();
  }

  /** The wait, or null if the server asks for none. */
  static @Nullable Duration from(ResponseHeaders headers, Instant now) {
    Duration wait = millis(headers.first("retry-after-ms"), 1);
    if (wait == null) {
      wait = millis(headers.first("x-ms-retry-after-ms"), 1);
    }
    String retryAfter = headers.first("retry-after");
    if (wait == null) {
      wait = millis(retryAfter, 1_000);
    }
    return wait == null && retryAfter != null ? until(retryAfter, now) : wait;
  }

  private static @Nullable Duration millis(@Nullable String value, long unitMillis) {
    if (value == null || !DECIMAL.matcher(value.strip()).matches()) {
      return null;
    }
    double millis = Double.parseDouble(value.strip()) * unitMillis;
    if (!(millis > 0) || Double.isInfinite(millis)) {
      return null;
    }
    return Duration.ofMillis((long) Math.ceil(Math.min(millis, LONGEST_MILLIS)));
  }

  private static @Nullable Duration until(String date, Instant now) {
    try {
      Instant time =
          ZonedDateTime.parse(date.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return time.isAfter(now) ? Duration.between(now, time) : null;
    } catch (DateTimeException notADate) {
      return null;
    }
  }
}
