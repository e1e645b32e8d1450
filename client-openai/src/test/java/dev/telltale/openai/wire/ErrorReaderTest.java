package dev.telltale.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.squareup.moshi.JsonReader;
import dev.telltale.ErrorKind;
import dev.telltale.ResponseHeaders;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.provider.WireBody;
import dev.telltale.provider.WireResponse;
import java.io.IOException;
import java.time.Duration;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class ErrorReaderTest {

  @ParameterizedTest
  @CsvSource({
    "400, BAD_REQUEST",
    "401, AUTHENTICATION",
    "402, QUOTA_EXHAUSTED",
    "403, PERMISSION",
    "404, NOT_FOUND",
    "405, BAD_REQUEST",
    "408, TIMEOUT",
    "409, CONFLICT",
    "413, BAD_REQUEST",
    "415, BAD_REQUEST",
    "422, UNPROCESSABLE",
    "429, RATE_LIMIT",
    "498, OVERLOADED",
    "500, SERVER",
    "501, SERVER",
    "502, SERVER",
    "503, SERVER",
    "504, SERVER",
    "520, SERVER",
    "529, OVERLOADED",
  })
  void statusAloneClassifies(int status, ErrorKind kind) {
    assertThat(ErrorReader.read(Bodies.response(status, "")).kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "400, context_length_exceeded, CONTEXT_LENGTH",
    "400, content_filter, CONTENT_FILTERED",
    "400, unsupported_value, BAD_REQUEST",
    "401, PermissionDenied, PERMISSION",
    "404, model_not_found, NOT_FOUND",
    "429, insufficient_quota, QUOTA_EXHAUSTED",
    "429, credit_balance_exhausted, QUOTA_EXHAUSTED",
    "429, organization_spend_limit_exceeded, QUOTA_EXHAUSTED",
    "429, project_spend_limit_exceeded, QUOTA_EXHAUSTED",
    "429, organization_usage_limit_exceeded, QUOTA_EXHAUSTED",
    "429, rate_limit_exceeded, RATE_LIMIT",
    "429, slow_down, RATE_LIMIT",
    "503, slow_down, OVERLOADED",
    "503, server_is_overloaded, OVERLOADED",
    "500, invalid_request_error, SERVER",
  })
  void codeRefinesStatus(int status, String code, ErrorKind kind) {
    ErrorDetails details =
        ErrorReader.read(Bodies.response(status, "{\"error\":{\"code\":\"" + code + "\"}}"));

    assertThat(details.kind()).isEqualTo(kind);
    assertThat(details.code()).isEqualTo(code);
    assertThat(details.status()).hasValue(status);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\":{\"message\":\"m\",\"type\":\"t\",\"param\":\"p\",\"code\":\"c\"}}",
        "[{\"error\":{\"message\":\"m\",\"type\":\"t\",\"param\":\"p\",\"code\":\"c\"}}]",
        "{\"object\":\"error\",\"message\":{},\"type\":\"t\",\"param\":\"p\",\"code\":\"c\"}",
        "\n{\"error\":{\"type\":\"t\",\"param\":\"p\",\"code\":\"c\",\"message\":\"cut her",
      })
  void everyShapeIsUnderstood(String body) {
    ErrorDetails details = ErrorReader.read(Bodies.response(400, body));

    assertThat(details.code()).isEqualTo("c");
    assertThat(details.type()).isEqualTo("t");
    assertThat(details.param()).isEqualTo("p");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\":\"text\"}",
        "{\"error\":null}",
        "{\"error\":{\"code\":null,\"type\":{},\"param\":[]}}",
        "{\"statusCode\":500,\"message\":\"m\"}",
        "{\"detail\":[{\"loc\":[\"body\"]}]}",
        "<!DOCTYPE html><html><body>502 Bad Gateway</body></html>",
        "upstream connect error",
        "\"text\"",
        "[]",
        "{",
      })
  void bodyWithoutCodeFallsBackToStatus(String body) {
    ErrorDetails details = ErrorReader.read(Bodies.response(500, body));

    assertThat(details.kind()).isEqualTo(ErrorKind.SERVER);
    assertThat(details.code()).isNull();
    assertThat(details.type()).isNull();
    assertThat(details.param()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"404, 404", "4.5, 4.5", "true, true", "'\"x\"', x"})
  void codeMayBeAnyScalar(String json, String code) {
    ErrorDetails details =
        ErrorReader.read(Bodies.response(400, "{\"error\":{\"code\":" + json + "}}"));

    assertThat(details.code()).isEqualTo(code);
  }

  @Test
  void invalidUtf8IsNoObstacle() {
    WireBody body = WireBody.of(ByteString.decodeHex("fffe7b226572726f72223a7b7d7d"));

    ErrorDetails details = ErrorReader.read(new WireResponse(502, ResponseHeaders.none(), body));

    assertThat(details.kind()).isEqualTo(ErrorKind.SERVER);
  }

  @Test
  void longCodeIsCut() {
    String body = "{\"error\":{\"code\":\"" + "x".repeat(10_000) + "\"}}";

    assertThat(ErrorReader.read(Bodies.response(400, body)).code()).hasSize(256);
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"code\":429}', RATE_LIMIT",
    "'{\"code\":\"502\"}', SERVER",
    "'{\"code\":\"tool_use_failed\",\"status_code\":400}', BAD_REQUEST",
    "'{\"type\":\"invalid_request_error\"}', BAD_REQUEST",
    "'{\"type\":\"server_error\",\"code\":null}', SERVER",
    "'{\"code\":\"content_filter\"}', CONTENT_FILTERED",
    "'{\"message\":\"m\"}', STREAM_ERROR",
    "'\"text\"', STREAM_ERROR",
    "'{\"code\":\"200\"}', STREAM_ERROR",
  })
  void wordsClassifyWithoutStatus(String json, ErrorKind kind) throws IOException {
    ErrorDetails details = ErrorReader.readMember(Bodies.reader(json), ErrorKind.STREAM_ERROR);

    assertThat(details.kind()).isEqualTo(kind);
    assertThat(details.status()).isEmpty();
  }

  @Test
  void nullIsNoError() throws IOException {
    JsonReader reader = Bodies.reader("[null]");
    reader.beginArray();

    assertThat(ErrorReader.readMember(reader, ErrorKind.SERVER)).isNull();
  }

  @Test
  void toolsThatNeedNoReasoningAreHintedAt() {
    ErrorDetails details =
        ErrorReader.read(Fixtures.named("openai/err-400-tools-need-effort-none").response());

    assertThat(details.hint()).contains("reasoningEffort(\"none\")");
  }

  @Test
  void otherValuesOfReasoningEffortAreNotHintedAt() {
    String body = "{\"error\":{\"param\":\"reasoning_effort\",\"code\":\"unsupported_value\"}}";

    assertThat(ErrorReader.read(Bodies.response(400, body)).hint()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"34.07415s, 34075", "0.0001s, 1", "7s, 7000", "999999999999s, 999999999999000"})
  void waitInGooglesDetailsIsRoundedUp(String delay, long millis) {
    ErrorDetails error = ErrorReader.read(Bodies.response(429, delayed("\"" + delay + "\"")));

    assertThat(error.retryAfter()).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"0s\"", "\"-1s\"", "\"1e9s\"", "\"9999999999999s\"", "\"5\"", "5", "null", "{}"})
  void delayThatIsNoneIsNotRead(String delay) {
    assertThat(ErrorReader.read(Bodies.response(429, delayed(delay))).retryAfter()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"text\"", "null", "[]", "[7]", "{\"retryDelay\":\"5s\"}"})
  void detailsOfAnotherShapeAreSkipped(String details) {
    String body = "{\"error\":{\"details\":" + details + ",\"code\":\"c\"}}";

    ErrorDetails error = ErrorReader.read(Bodies.response(429, body));

    assertThat(error.retryAfter()).isNull();
    assertThat(error.code()).isEqualTo("c");
  }

  private static String delayed(String delay) {
    return "{\"error\":{\"code\":429,\"details\":[{\"@type\":\"x\"},{\"retryDelay\":"
        + delay
        + "}]}}";
  }
}
