package dev.telltale.internal.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.telltale.ResponseHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(10)
final class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-09-21T14:13:20Z");

  /** Longer than any wait that is kept: the failure is surfaced at once. */
  private static final long NEVER = 1_000_000_000_000L;

  @ParameterizedTest
  @MethodSource("headers")
  void waitIsReadFromTheFirstNameThatSaysOne(List<String> headers, Long millis) {
    Duration wait = RetryAfter.from(ResponseHeaders.of(headers), NOW);

    assertThat(wait).isEqualTo(millis == null ? null : Duration.ofMillis(millis));
  }

  static Stream<Arguments> headers() {
    return Stream.of(
        argumentSet("nothing", List.of(), null),
        argumentSet("milliseconds", List.of("Retry-After-Ms", "250"), 250L),
        argumentSet("a fraction rounds up", List.of("retry-after-ms", "250.1"), 251L),
        argumentSet("milliseconds win", List.of("retry-after", "9", "retry-after-ms", "250"), 250L),
        argumentSet("Azure's name", List.of("x-ms-retry-after-ms", "300"), 300L),
        argumentSet(
            "unreadable falls through", List.of("retry-after-ms", "x", "retry-after", "2"), 2_000L),
        argumentSet("decimal seconds", List.of("retry-after", "1.234"), 1_234L),
        argumentSet("a date", List.of("retry-after", "Mon, 21 Sep 2026 14:13:50 GMT"), 30_000L),
        argumentSet("a past date", List.of("retry-after", "Mon, 21 Sep 2026 14:13:00 GMT"), null),
        argumentSet("zero", List.of("retry-after", "0"), null),
        argumentSet("negative", List.of("retry-after", "-1"), null),
        argumentSet("not a number", List.of("retry-after", "NaN"), null),
        argumentSet("infinite", List.of("retry-after", "Infinity"), null),
        argumentSet("beyond a double", List.of("retry-after", "1e309"), NEVER),
        argumentSet("beyond a double, in ms", List.of("retry-after-ms", "1e309"), NEVER),
        argumentSet("hexadecimal", List.of("retry-after", "0x1p3"), null),
        argumentSet("300 digits", List.of("retry-after", "9".repeat(300)), NEVER),
        argumentSet("RFC 850", List.of("retry-after", "Monday, 21-Sep-26 14:13:50 GMT"), 30_000L),
        argumentSet(
            "RFC 850, 49 years on",
            List.of("retry-after", "Saturday, 21-Sep-75 14:13:20 GMT"),
            Duration.between(NOW, Instant.parse("2075-09-21T14:13:20Z")).toMillis()),
        argumentSet(
            "RFC 850, last century",
            List.of("retry-after", "Sunday, 06-Nov-94 08:49:37 GMT"),
            null),
        argumentSet("asctime", List.of("retry-after", "Mon Sep 21 14:13:50 2026"), 30_000L),
        argumentSet(
            "asctime with a padded day",
            List.of("retry-after", "Sun Nov  1 00:00:00 2026"),
            Duration.between(NOW, Instant.parse("2026-11-01T00:00:00Z")).toMillis()),
        argumentSet("no such month", List.of("retry-after", "Mon Foo 21 14:13:50 2026"), null),
        argumentSet("the longer of two", List.of("retry-after", "3", "Retry-After", "9"), 9_000L),
        argumentSet(
            "the longer comes first",
            List.of("retry-after", "Mon, 21 Sep 2026 14:13:50 GMT", "retry-after", "5"),
            30_000L),
        argumentSet("one of two is none", List.of("retry-after", "x", "retry-after", "2"), 2_000L));
  }
}
