package dev.telltale.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.telltale.ChatResponse;
import dev.telltale.ErrorKind;
import dev.telltale.FinishReason;
import dev.telltale.Role;
import dev.telltale.openai.OpenAiResponseData;
import dev.telltale.provider.WireErrorException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class ResponseReaderTest {

  @Test
  void fingerprintIsAnExtension() throws IOException {
    ChatResponse response = read("{\"choices\":[],\"system_fingerprint\":\"fp\"}");

    assertThat(response.extension(OpenAiResponseData.class).systemFingerprint()).isEqualTo("fp");
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"error\":{\"code\":429}}', RATE_LIMIT",
    "'{\"error\":\"Unexpected endpoint\"}', SERVER",
    "'{\"choices\":[],\"error\":{\"type\":\"invalid_request_error\"}}', BAD_REQUEST",
    "'[{\"error\":{\"code\":404}}]', NOT_FOUND",
  })
  void errorUnderSuccessIsAnError(String body, ErrorKind kind) {
    WireErrorException error = catchThrowableOfType(WireErrorException.class, () -> read(body));

    assertThat(error.details().kind()).isEqualTo(kind);
  }

  @Test
  void nullErrorIsNoError() throws IOException {
    assertThat(read("{\"error\":null,\"choices\":[{\"message\":{\"content\":\"a\"}}]}").text())
        .isEqualTo("a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "<html></html>",
        "{}",
        "{\"detail\":\"Not Found\"}",
        "{\"choices\":null}",
        "{\"choices\":[]",
        "{\"choices\":[]} {}",
        "[]",
        "[{\"choices\":[]}]",
        "\"text\"",
        "{\"choices\":[{\"message\":{\"content\":\"cut",
      })
  void whatIsNoAnswerIsRefused(String body) {
    assertThatThrownBy(() -> read(body))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(WireErrorException.class);
  }

  @Test
  void membersOfWrongTypeAreSkipped() throws IOException {
    ChatResponse response =
        read(
            """
            {"id":7,"model":{"a":[1]},"created":1.5,"usage":"none","service_tier":[],
             "system_fingerprint":false,
             "choices":[null,{"index":"x","finish_reason":{},"message":{"role":1,"content":5,
               "refusal":{}}},{"message":"text"},{"message":{"content":"b"},"index":9}]}
            """);

    assertThat(response.id()).isNull();
    assertThat(response.model()).isNull();
    assertThat(response.usage().known()).isFalse();
    assertThat(response.choices()).hasSize(3).extracting("index").containsExactly(0, 1, 9);
    assertThat(response.choices().get(0).message().role()).isEqualTo(Role.ASSISTANT);
    assertThat(response.choices().get(0).finishReason()).isNull();
    assertThat(response.choices().get(2).text()).isEqualTo("b");
  }

  @Test
  void nullContentGivesNoPart() throws IOException {
    ChatResponse response =
        read("{\"choices\":[{\"message\":{\"content\":null},\"finish_reason\":\"stop\"}]}");

    assertThat(response.text()).isEmpty();
    assertThat(response.choices().get(0).message().parts()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "stop, STOP",
    "eos, STOP",
    "length, LENGTH",
    "model_length, LENGTH",
    "tool_calls, TOOL_CALLS",
    "function_call, TOOL_CALLS",
    "content_filter, CONTENT_FILTER",
    "error, ERROR",
    "insufficient_system_resource, ERROR",
    "abort, OTHER",
  })
  void finishReasonIsTranslatedAndKept(String raw, FinishReason reason) throws IOException {
    ChatResponse response = read("{\"choices\":[{\"finish_reason\":\"" + raw + "\"}]}");

    assertThat(response.finishReason()).isEqualTo(reason);
    assertThat(response.choices().get(0).rawFinishReason()).isEqualTo(raw);
  }

  private static ChatResponse read(String body) throws IOException {
    return ResponseReader.read(Bodies.body(body));
  }
}
