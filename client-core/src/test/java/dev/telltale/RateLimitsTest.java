package dev.telltale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.provider.JsonValues;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(10)
final class RateLimitsTest {

  @ParameterizedTest
  @MethodSource("durations")
  void resetIsReadInBothDialects(String header, Long millis) {
    ResponseHeaders headers = ResponseHeaders.of(List.of("x-ratelimit-reset-tokens", header));

    RateLimits limits = RateLimits.from(headers);

    assertThat(limits.resetTokens().map(Duration::toMillis).orElse(null)).isEqualTo(millis);
  }

  @Test
  void countsAreReadWhateverTheCaseOfTheName() {
    ResponseHeaders headers =
        ResponseHeaders.of(
            List.of("X-RateLimit-Limit-Requests", "500", "x-ratelimit-remaining-requests", "0"));

    RateLimits limits = RateLimits.from(headers);

    assertThat(limits.limitRequests()).hasValue(500);
    assertThat(limits.remainingRequests()).hasValue(0);
    assertThat(limits.limitTokens()).isEmpty();
  }

  @Test
  void negativeCountIsAbsent() {
    ResponseHeaders headers = ResponseHeaders.of(List.of("x-ratelimit-remaining-tokens", "-1"));

    assertThat(RateLimits.from(headers).remainingTokens()).isEmpty();
  }

  static Stream<Object[]> durations() {
    try (InputStream in =
        RateLimitsTest.class.getResourceAsStream("/ratelimit-reset-durations.json")) {
      String cases = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Map<String, Object> read = JsonValues.parseObject("{\"cases\":" + cases + "}");
      return ((List<?>) Objects.requireNonNull(read.get("cases")))
          .stream()
              .map(entry -> (Map<?, ?>) entry)
              .map(entry -> new Object[] {entry.get("header"), entry.get("millis")});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
