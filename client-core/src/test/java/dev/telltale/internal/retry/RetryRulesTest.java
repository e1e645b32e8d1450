package dev.telltale.internal.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.telltale.ErrorKind;
import dev.telltale.ResponseHeaders;
import dev.telltale.RetryPolicy;
import dev.telltale.internal.retry.Attempt.Progress;
import dev.telltale.internal.retry.RetryDecision.Reason;
import dev.telltale.internal.retry.RetryDecision.Stop;
import dev.telltale.internal.retry.RetryDecision.Wait;
import dev.telltale.provider.AnswerForm;
import dev.telltale.provider.ErrorDetails;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(10)
final class RetryRulesTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Set<Integer> RETRIED_BELOW_500 = Set.of(408, 409, 425, 429);
  private static final Set<Integer> FINAL_FROM_500 = Set.of(501, 505);

  @Test
  void everyStatusIsDecidedByTheTable() {
    IntStream.range(100, 600)
        .filter(status -> status / 100 != 2)
        .forEach(
            status -> {
              boolean retried =
                  RETRIED_BELOW_500.contains(status)
                      || (status >= 500 && !FINAL_FROM_500.contains(status));

              assertThat(decide(first(httpError(status))) instanceof Wait)
                  .as("HTTP %d", status)
                  .isEqualTo(retried);
            });
  }

  @ParameterizedTest
  @CsvSource({"400, true, true", "503, false, false", "503, maybe, true", "400, maybe, false"})
  void serverMayOverruleItsStatus(int status, String header, boolean retried) {
    ErrorDetails failure =
        httpError(status).toBuilder()
            .headers(ResponseHeaders.of(List.of("X-Should-Retry", header)))
            .build();

    assertThat(decide(first(failure)) instanceof Wait).isEqualTo(retried);
  }

  @Test
  void usedUpQuotaIsFinal() {
    ErrorDetails failure =
        ErrorDetails.builder(ErrorKind.QUOTA_EXHAUSTED)
            .status(429)
            .headers(ResponseHeaders.of(List.of("x-should-retry", "true")))
            .build();

    assertThat(decide(first(failure))).isEqualTo(new Stop(Reason.NOT_RETRYABLE));
  }

  @ParameterizedTest
  @MethodSource("transportFailures")
  void withoutStatusTheProgressDecides(
      ErrorKind kind, Progress progress, AnswerForm form, boolean retried) {
    FailedAttempt attempt = new FailedAttempt(1, form, of(kind), progress);

    assertThat(decide(attempt) instanceof Wait).isEqualTo(retried);
  }

  static Stream<Arguments> transportFailures() {
    AnswerForm whole = AnswerForm.WHOLE;
    AnswerForm stream = AnswerForm.STREAM;
    return Stream.of(
        argumentSet("refused", ErrorKind.CONNECTION, Progress.UNSENT, whole, true),
        argumentSet("reset", ErrorKind.CONNECTION, Progress.SENT, whole, true),
        argumentSet("reset in the answer", ErrorKind.CONNECTION, Progress.ANSWERED, whole, false),
        argumentSet("reset in a stream", ErrorKind.CONNECTION, Progress.ANSWERED, stream, true),
        argumentSet("stream cut", ErrorKind.STREAM_TRUNCATED, Progress.ANSWERED, stream, true),
        argumentSet("error event", ErrorKind.OVERLOADED, Progress.ANSWERED, stream, true),
        argumentSet("error in a 200", ErrorKind.OVERLOADED, Progress.ANSWERED, whole, false),
        argumentSet("connect timeout", ErrorKind.TIMEOUT, Progress.UNSENT, whole, true),
        argumentSet("timeout once sent", ErrorKind.TIMEOUT, Progress.SENT, whole, false),
        argumentSet("TLS", ErrorKind.TLS, Progress.UNSENT, whole, false),
        argumentSet("cancelled", ErrorKind.CANCELLED, Progress.SENT, whole, false),
        argumentSet("client closed", ErrorKind.CLIENT_CLOSED, Progress.SENT, whole, false),
        argumentSet("malformed", ErrorKind.MALFORMED_RESPONSE, Progress.ANSWERED, whole, false),
        argumentSet("too large", ErrorKind.LIMIT_EXCEEDED, Progress.ANSWERED, whole, false));
  }

  @Test
  void timeoutOnceSentIsRetriedWhereThePolicySaysSo() {
    RetryPolicy policy = RetryPolicy.builder().retryAfterSend().build();
    FailedAttempt attempt =
        new FailedAttempt(1, AnswerForm.WHOLE, of(ErrorKind.TIMEOUT), Progress.SENT);

    assertThat(RetryRules.decide(policy, attempt, LONG, 0.5)).isInstanceOf(Wait.class);
  }

  @ParameterizedTest
  @CsvSource({"1, 375, 500", "2, 750, 1000", "3, 1500, 2000", "5, 6000, 8000", "90, 6000, 8000"})
  void backoffDoublesUpToTheCapWithJitter(int number, long leastMillis, long mostMillis) {
    RetryPolicy policy = RetryPolicy.builder().maxRetries(100).build();
    FailedAttempt attempt = attempt(number, httpError(503));
    Random random = new Random(number);
    double sum = 0;

    for (int draw = 0; draw < 10_000; draw++) {
      Wait wait = (Wait) RetryRules.decide(policy, attempt, LONG, random.nextDouble());
      assertThat(wait.duration())
          .isBetween(Duration.ofMillis(leastMillis), Duration.ofMillis(mostMillis));
      sum += wait.duration().toNanos() / 1e6;
    }

    double mean = (leastMillis + mostMillis) / 2.0;
    assertThat(sum / 10_000).isBetween(mean * 0.99, mean * 1.01);
  }

  @Test
  void delayBeyondAnyClockIsNoMistake() {
    Duration forever = Duration.ofSeconds(Long.MAX_VALUE);
    RetryPolicy doubling = RetryPolicy.builder().backoff(Duration.ofMillis(1), forever).build();
    RetryPolicy never = RetryPolicy.builder().backoff(forever, forever).build();
    FailedAttempt attempt = first(httpError(503));

    assertThat(RetryRules.decide(doubling, attempt, LONG, 1))
        .isEqualTo(new Wait(Duration.ofMillis(1)));
    assertThat(RetryRules.decide(never, attempt, LONG, 1)).isEqualTo(new Stop(Reason.DEADLINE));
  }

  @ParameterizedTest
  @CsvSource({"119999, true", "120000, true", "120001, false"})
  void serverWaitIsKeptInFullUpToTheCap(long millis, boolean retried) {
    RetryDecision decision = decide(first(asking(Duration.ofMillis(millis))));

    assertThat(decision)
        .isEqualTo(retried ? new Wait(Duration.ofMillis(millis)) : new Stop(Reason.WAIT_TOO_LONG));
  }

  @Test
  void waitBeyondTheDeadlineIsNotBegun() {
    FailedAttempt attempt = first(asking(Duration.ofSeconds(10)));

    RetryDecision decision =
        RetryRules.decide(RetryPolicy.defaults(), attempt, Duration.ofSeconds(5), 0.5);

    assertThat(decision).isEqualTo(new Stop(Reason.DEADLINE));
  }

  @Test
  void attemptsAreCounted() {
    RetryPolicy policy = RetryPolicy.defaults();

    assertThat(decide(attempt(2, httpError(503)))).isInstanceOf(Wait.class);
    assertThat(decide(attempt(3, httpError(503)))).isEqualTo(new Stop(Reason.ATTEMPTS_EXHAUSTED));
    assertThat(RetryRules.decide(RetryPolicy.none(), first(httpError(503)), LONG, 0.5))
        .isEqualTo(new Stop(Reason.ATTEMPTS_EXHAUSTED));
    assertThat(policy.maxRetries()).isEqualTo(2);
  }

  @Test
  void noDecisionIsEarlierThanAskedOrPastTheDeadline() {
    Random random = new Random(42);
    for (int i = 0; i < 20_000; i++) {
      Duration asked = Duration.ofMillis(1 + random.nextInt(200_000));
      Duration remaining = Duration.ofMillis(random.nextInt(200_000));
      int number = 1 + random.nextInt(4);

      RetryDecision decision =
          RetryRules.decide(
              RetryPolicy.defaults(),
              attempt(number, asking(asked)),
              remaining,
              random.nextDouble());

      if (decision instanceof Wait wait) {
        assertThat(wait.duration()).isEqualTo(asked).isLessThan(remaining);
        assertThat(number).isLessThanOrEqualTo(2);
      }
    }
  }

  private static RetryDecision decide(FailedAttempt attempt) {
    return RetryRules.decide(RetryPolicy.defaults(), attempt, LONG, 0.5);
  }

  private static FailedAttempt first(ErrorDetails failure) {
    return attempt(1, failure);
  }

  private static FailedAttempt attempt(int number, ErrorDetails failure) {
    return new FailedAttempt(number, AnswerForm.WHOLE, failure, Progress.ANSWERED);
  }

  private static ErrorDetails httpError(int status) {
    return ErrorDetails.builder(ErrorKind.SERVER).status(status).build();
  }

  private static ErrorDetails asking(Duration wait) {
    return httpError(503).toBuilder().retryAfter(wait).build();
  }

  private static ErrorDetails of(ErrorKind kind) {
    return ErrorDetails.builder(kind).build();
  }
}
