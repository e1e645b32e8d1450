package dev.telltale.internal.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.telltale.ErrorKind;
import dev.telltale.ResponseHeaders;
import dev.telltale.provider.ErrorDetails;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(10)
class FallbackRulesTest {
  private static final Set<ErrorKind> UNAVAILABLE =
      EnumSet.of(
          ErrorKind.RATE_LIMIT,
          ErrorKind.QUOTA_EXHAUSTED,
          ErrorKind.OVERLOADED,
          ErrorKind.SERVER,
          ErrorKind.CONNECTION,
          ErrorKind.TIMEOUT,
          ErrorKind.STREAM_TRUNCATED);

  @ParameterizedTest
  @MethodSource
  void truthTable(ErrorDetails failure, boolean unavailable) {
    assertThat(FallbackRules.unavailable(failure)).isEqualTo(unavailable);
  }

  static Stream<Arguments> truthTable() {
    return Stream.of(
        row("refused connection", ErrorKind.CONNECTION, 0, true),
        row("timer of the client", ErrorKind.TIMEOUT, 0, true),
        row("stream cut before its first event", ErrorKind.STREAM_TRUNCATED, 0, true),
        row("overloaded, said in a stream", ErrorKind.OVERLOADED, 0, true),
        row("rate limit", ErrorKind.RATE_LIMIT, 429, true),
        row("quota used up", ErrorKind.QUOTA_EXHAUSTED, 429, true),
        row("quota used up, as a payment", ErrorKind.QUOTA_EXHAUSTED, 402, true),
        row("timeout of the provider", ErrorKind.TIMEOUT, 408, true),
        row("too early", ErrorKind.BAD_REQUEST, 425, true),
        row("failed", ErrorKind.SERVER, 500, true),
        row("bad gateway", ErrorKind.SERVER, 502, true),
        row("overloaded", ErrorKind.OVERLOADED, 503, true),
        row("of a proxy's own making", ErrorKind.SERVER, 529, true),
        row("invalid", ErrorKind.BAD_REQUEST, 400, false),
        row("wrong key", ErrorKind.AUTHENTICATION, 401, false),
        row("not allowed", ErrorKind.PERMISSION, 403, false),
        row("no such model", ErrorKind.NOT_FOUND, 404, false),
        row("conflict", ErrorKind.CONFLICT, 409, false),
        row("prompt refused", ErrorKind.CONTENT_FILTERED, 400, false),
        row("prompt refused, as a failure", ErrorKind.CONTENT_FILTERED, 500, false),
        row("prompt too long", ErrorKind.CONTEXT_LENGTH, 400, false),
        row("cannot be processed", ErrorKind.UNPROCESSABLE, 422, false),
        row("redirect", ErrorKind.BAD_REQUEST, 307, false),
        row("certificate", ErrorKind.TLS, 0, false),
        row("cancelled", ErrorKind.CANCELLED, 0, false),
        row("client closed", ErrorKind.CLIENT_CLOSED, 0, false),
        row("answer too large", ErrorKind.LIMIT_EXCEEDED, 0, false),
        row("not the protocol", ErrorKind.MALFORMED_RESPONSE, 0, false),
        row("too many calls", ErrorKind.REJECTED, 0, false),
        argumentSet(
            "breaker open",
            ErrorDetails.builder(ErrorKind.REJECTED).code(FallbackRules.CIRCUIT_OPEN).build(),
            true),
        row("budget of the user", ErrorKind.BUDGET_EXCEEDED, 0, false));
  }

  @Test
  void withoutStatusTheKindDecides() {
    for (ErrorKind kind : ErrorKind.values()) {
      assertThat(FallbackRules.unavailable(ErrorDetails.builder(kind).build()))
          .as("%s", kind)
          .isEqualTo(UNAVAILABLE.contains(kind));
    }
  }

  @Test
  void serversWordOnRetriesDoesNotMatter() {
    ErrorDetails unavailable =
        ErrorDetails.builder(ErrorKind.SERVER)
            .status(503)
            .headers(ResponseHeaders.of(List.of("x-should-retry", "false")))
            .build();
    ErrorDetails refused =
        ErrorDetails.builder(ErrorKind.BAD_REQUEST)
            .status(400)
            .headers(ResponseHeaders.of(List.of("x-should-retry", "true")))
            .build();

    assertThat(FallbackRules.unavailable(unavailable)).isTrue();
    assertThat(FallbackRules.unavailable(refused)).isFalse();
  }

  private static Arguments row(String name, ErrorKind kind, int status, boolean unavailable) {
    ErrorDetails.Builder failure = ErrorDetails.builder(kind);
    if (status != 0) {
      failure.status(status);
    }
    return argumentSet(name, failure.build(), unavailable);
  }
}
