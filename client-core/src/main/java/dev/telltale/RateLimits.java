package dev.telltale;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How much an account may still ask for, as the headers of an answer say. What they do not say, or
 * say as a negative number, is absent.
 *
 * <p>Understands {@code x-ratelimit-{limit,remaining,reset}-{requests,tokens}} with resets as
 * OpenAI writes them ({@code 6m0s}, {@code 17ms}) and as Azure does (whole seconds). Immutable and
 * thread-safe.
 */
public final class RateLimits {
  private static final Pattern GO_DURATION =
      Pattern.compile("(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9}(?:\\.\\d{1,9})?)s)?");

  private static final Pattern MILLIS = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)ms");
  private static final Pattern COUNT = Pattern.compile("\\d{1,18}");
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

  private final ResponseHeaders headers;

  private RateLimits(ResponseHeaders headers) {
    this.headers = headers;
  }

  /** Returns what these headers say. */
  public static RateLimits from(ResponseHeaders headers) {
    return new RateLimits(headers);
  }

  /** The requests allowed per interval. */
  public OptionalLong limitRequests() {
    return count("x-ratelimit-limit-requests");
  }

  /** The requests left in this interval. */
  public OptionalLong remainingRequests() {
    return count("x-ratelimit-remaining-requests");
  }

  /** How long until all requests are allowed again. */
  public Optional<Duration> resetRequests() {
    return Optional.ofNullable(reset(headers.first("x-ratelimit-reset-requests")));
  }

  /** The tokens allowed per interval. */
  public OptionalLong limitTokens() {
    return count("x-ratelimit-limit-tokens");
  }

  /** The tokens left in this interval. */
  public OptionalLong remainingTokens() {
    return count("x-ratelimit-remaining-tokens");
  }

  /** How long until all tokens are allowed again. */
  public Optional<Duration> resetTokens() {
    return Optional.ofNullable(reset(headers.first("x-ratelimit-reset-tokens")));
  }

  @Override
  public String toString() {
    return "RateLimits[requests " + remainingRequests() + ", tokens " + remainingTokens() + "]";
  }

  static @Nullable Duration reset(@Nullable String value) {
    if (value == null || value.isEmpty()) {
      return null;
    }
    if (SECONDS.matcher(value).matches()) {
      return Duration.ofSeconds(Long.parseLong(value));
    }
    Matcher millis = MILLIS.matcher(value);
    if (millis.matches()) {
      return nanos(millis.group(1), 6);
    }
    Matcher go = GO_DURATION.matcher(value);
    if (!go.matches()) {
      return null;
    }
    Duration whole = Duration.ofHours(number(go.group(1))).plusMinutes(number(go.group(2)));
    return go.group(3) == null ? whole : whole.plus(nanos(go.group(3), 9));
  }

  private static Duration nanos(String decimal, int digits) {
    BigDecimal nanos = new BigDecimal(decimal).movePointRight(digits);
    return Duration.ofNanos(nanos.setScale(0, RoundingMode.CEILING).longValueExact());
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  private OptionalLong count(String name) {
    String value = headers.first(name);
    return value != null && COUNT.matcher(value).matches()
        ? OptionalLong.of(Long.parseLong(value))
        : OptionalLong.empty();
  }
}
