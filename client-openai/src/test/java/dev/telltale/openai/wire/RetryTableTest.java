package dev.telltale.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.telltale.ResponseHeaders;
import dev.telltale.RetryPolicy;
import dev.telltale.internal.retry.Attempt.Progress;
import dev.telltale.internal.retry.FailedAttempt;
import dev.telltale.internal.retry.RetryAfter;
import dev.telltale.internal.retry.RetryDecision;
import dev.telltale.internal.retry.RetryDecision.Wait;
import dev.telltale.internal.retry.RetryRules;
import dev.telltale.provider.AnswerForm;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.provider.WireBody;
import dev.telltale.provider.WireResponse;
import dev.telltale.rig.fixtures.Fixture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether and when an answer is tried again: {@code fixtures/retry-table.json}, row by row. */
@Timeout(10)
class RetryTableTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  @ParameterizedTest
  @MethodSource("rows")
  void isTriedAgainAsTheTableSays(Map<String, Object> row) {
    WireResponse response = response(row);
    ErrorDetails read = ErrorReader.read(response).toBuilder().headers(response.headers()).build();
    ErrorDetails failure = RetryAfter.addTo(read, Instant.parse((String) row.get("now")));

    for (AnswerForm form : AnswerForm.values()) {
      RetryDecision decision =
          RetryRules.decide(
              RetryPolicy.defaults(),
              new FailedAttempt(1, form, failure, Progress.ANSWERED),
              LONG,
              1);

      assertThat(waitMillis(decision)).isEqualTo(expectedMillis(row));
    }
  }

  @Test
  void tableIsWhole() {
    assertThat(rows()).hasSizeGreaterThanOrEqualTo(46);
  }

  static Stream<Arguments> rows() {
    return Fixtures.table("retry-table.json").stream()
        .map(
            row ->
                argumentSet(
                    ((Double) row.get("status")).intValue()
                        + " "
                        + row.get("headers")
                        + ": "
                        + row.get("why"),
                    row));
  }

  /** With the greatest jitter: where the table leaves the wait open, the first backoff. */
  private static long expectedMillis(Map<String, Object> row) {
    if (String.valueOf(row.get("why")).startsWith("obsolete RFC 850 date: optional")) {
      // The table leaves it to us whether the date is read, and it is.
      return 30_000;
    }
    if (row.get("retryable").equals(false)) {
      return -1;
    }
    Object asked = row.get("retryDelayMs");
    return asked == null
        ? RetryPolicy.defaults().initialDelay().toMillis()
        : ((Double) asked).longValue();
  }

  private static long waitMillis(RetryDecision decision) {
    return decision instanceof Wait wait ? wait.duration().toMillis() : -1;
  }

  private static WireResponse response(Map<String, Object> row) {
    List<String> headers = new ArrayList<>();
    Fixture.object(row.get("headers"))
        .forEach(
            (name, value) -> {
              headers.add(name);
              headers.add((String) value);
            });
    Object body = row.get("body");
    return new WireResponse(
        ((Double) row.get("status")).intValue(),
        ResponseHeaders.of(headers),
        body == null ? WireBody.empty() : WireBody.of(ByteString.encodeUtf8(JsonText.of(body))));
  }
}
