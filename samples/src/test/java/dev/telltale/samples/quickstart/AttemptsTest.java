package dev.telltale.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.CallReport;
import dev.telltale.ErrorKind;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class AttemptsTest {
  @Test
  void singleAttemptIsOneStep() {
    assertThat(Attempts.line(report(attempt(0, 200, null)))).isEqualTo("1 attempt: HTTP 200");
  }

  @Test
  void waitsAndFailuresStandInOrder() {
    CallReport report =
        report(
            attempt(0, 429, ErrorKind.RATE_LIMIT),
            attempt(1500, 0, ErrorKind.CONNECTION),
            attempt(2000, 200, null));

    assertThat(Attempts.line(report))
        .isEqualTo("3 attempts: HTTP 429, waited 1.5 s, no answer, waited 2 s, HTTP 200");
  }

  private static CallReport report(CallReport.Attempt... attempts) {
    return CallReport.builder(Duration.ofSeconds(5)).attempts(List.of(attempts)).build();
  }

  private static CallReport.Attempt attempt(
      long waitedMillis, int status, @Nullable ErrorKind failure) {
    OptionalInt answered = status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
    return new CallReport.Attempt(
        "openai", "gpt-5-mini", 1, Duration.ofMillis(waitedMillis), answered, failure, null);
  }
}
