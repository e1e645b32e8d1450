package dev.telltale.internal.retry;

import dev.telltale.ResponseHeaders;
import dev.telltale.provider.ErrorDetails;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The wait a server asks for in its headers. Fractions of a millisecond are rounded up: a retry may
 * come late, never early. A value that is no time, not positive or past counts as not sent; of two
 * values of one header the longer counts.
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
    Duration wait = longest(headers.all("retry-after-ms"), value -> millis(value, 1));
    if (wait == null) {
      wait = longest(headers.all("x-ms-retry-after-ms"), value -> millis(value, 1));
    }
    return wait == null
        ? longest(headers.all("retry-after"), value -> secondsOrDate(value, now))
        : wait;
  }

  private static @Nullable Duration longest(
      List<String> values, Function<String, @Nullable Duration> reader) {
    Duration longest = null;
    for (String value : values) {
      Duration wait = reader.apply(value);
      if (wait != null && (longest == null || wait.compareTo(longest) > 0)) {
        longest = wait;
      }
    }
    return longest;
  }

  private static @Nullable Duration secondsOrDate(String value, Instant now) {
    Duration wait = millis(value, 1_000);
    return wait == null ? until(value, now) : wait;
  }

  private static @Nullable Duration millis(String value, long unitMillis) {
    if (!DECIMAL.matcher(value.strip()).matches()) {
      return null;
    }
    // What no double holds is as good as never, and never is not at once.
    double millis = Double.parseDouble(value.strip()) * unitMillis;
    return millis > 0
        ? Duration.ofMillis((long) Math.ceil(Math.min(millis, LONGEST_MILLIS)))
        : null;
  }

  private static @Nullable Duration until(String date, Instant now) {
    Instant time = HttpDate.parse(date, now);
    return time != null && time.isAfter(now) ? Duration.between(now, time) : null;
  }
}
