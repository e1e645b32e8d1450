package dev.telltale;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.telltale.provider.ErrorDetails;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.ConnectException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(10)
class LlmExceptionTest {

  static Stream<Arguments> kinds() {
    return Stream.of(
        row(ErrorKind.BAD_REQUEST, ProviderException.class),
        row(ErrorKind.AUTHENTICATION, AuthenticationException.class),
        row(ErrorKind.PERMISSION, ProviderException.class),
        row(ErrorKind.NOT_FOUND, ProviderException.class),
        row(ErrorKind.CONTENT_FILTERED, ContentFilteredException.class),
        row(ErrorKind.CONTEXT_LENGTH, ProviderException.class),
        row(ErrorKind.RATE_LIMIT, RateLimitException.class),
        row(ErrorKind.QUOTA_EXHAUSTED, RateLimitException.class),
        row(ErrorKind.TIMEOUT, TransportException.class),
        row(ErrorKind.SERVER, ProviderException.class),
        row(ErrorKind.OVERLOADED, ProviderException.class),
        row(ErrorKind.MALFORMED_RESPONSE, MalformedResponseException.class),
        row(ErrorKind.LIMIT_EXCEEDED, MalformedResponseException.class),
        row(ErrorKind.CONNECTION, TransportException.class),
        row(ErrorKind.TLS, TransportException.class),
        row(ErrorKind.CANCELLED, CallCancelledException.class),
        row(ErrorKind.CLIENT_CLOSED, CallCancelledException.class));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void kindDecidesTheType(ErrorKind kind, Class<? extends LlmException> type) {
    LlmException failure = LlmException.from(ErrorDetails.builder(kind).build());

    assertThat(failure).isExactlyInstanceOf(type);
    assertThat(failure.kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @EnumSource(names = {"CONNECTION", "TLS", "TIMEOUT"})
  void answeredFailureIsTheProviders(ErrorKind kind) {
    LlmException failure = LlmException.from(ErrorDetails.builder(kind).status(408).build());

    assertThat(failure).isExactlyInstanceOf(ProviderException.class);
  }

  @ParameterizedTest
  @EnumSource
  void everyKindExplainsItself(ErrorKind kind) {
    LlmException failure = LlmException.from(ErrorDetails.builder(kind).build());

    assertThat(failure).hasMessage(kind.explanation());
    assertThat(kind.explanation()).matches("[A-Z][^\\n]{10,100}\\.");
  }

  @Test
  void messageIsOursAlone() {
    ConnectException cause = new ConnectException("refused");
    ErrorDetails details =
        ErrorDetails.builder(ErrorKind.RATE_LIMIT)
            .status(429)
            .code("wire-code")
            .type("wire-type")
            .param("wire-param")
            .requestId("r-1")
            .hint("Ask for more.")
            .headers(ResponseHeaders.of(List.of("retry-after", "wire-header")))
            .cause(cause)
            .build();

    RateLimitException failure = (RateLimitException) LlmException.from(details);

    assertThat(failure)
        .hasMessage(ErrorKind.RATE_LIMIT.explanation() + " Ask for more. (HTTP 429)")
        .hasCause(cause);
    assertThat(details.toString()).isEqualTo("ErrorDetails[RATE_LIMIT, HTTP 429]");
    assertThat(failure.status()).hasValue(429);
    assertThat(failure.code()).isEqualTo("wire-code");
    assertThat(failure.type()).isEqualTo("wire-type");
    assertThat(failure.param()).isEqualTo("wire-param");
    assertThat(failure.requestId()).isEqualTo("r-1");
    assertThat(failure.headers().first("Retry-After")).isEqualTo("wire-header");
  }

  @Test
  void detailsSurviveTheirBuilder() {
    ErrorDetails details =
        ErrorDetails.builder(ErrorKind.SERVER)
            .status(500)
            .code("c")
            .type("t")
            .causeType("x")
            .build();

    ErrorDetails copy = details.toBuilder().kind(ErrorKind.OVERLOADED).build();

    assertThat(copy.kind()).isEqualTo(ErrorKind.OVERLOADED);
    assertThat(copy.status()).hasValue(500);
    assertThat(copy.code()).isEqualTo("c");
    assertThat(copy.type()).isEqualTo("t");
    assertThat(copy.causeType()).isEqualTo("x");
  }

  @Test
  void serializedExceptionKeepsItsKindAndNothingFromTheWire() throws Exception {
    ErrorDetails details = ErrorDetails.builder(ErrorKind.SERVER).status(500).code("c-42").build();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(LlmException.from(details));
    }

    ByteArrayInputStream in = new ByteArrayInputStream(bytes.toByteArray());
    LlmException copy = (LlmException) new ObjectInputStream(in).readObject();

    assertThat(copy.kind()).isEqualTo(ErrorKind.SERVER);
    assertThat(copy.status()).isEmpty();
    assertThat(bytes.toString(ISO_8859_1)).doesNotContain("c-42");
  }

  private static Arguments row(ErrorKind kind, Class<? extends LlmException> type) {
    return argumentSet(kind.name(), kind, type);
  }
}
