package dev.telltale.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.telltale.ChatResponse;
import dev.telltale.Content;
import dev.telltale.ErrorKind;
import dev.telltale.FinishReason;
import dev.telltale.Media;
import dev.telltale.Message;
import dev.telltale.Role;
import dev.telltale.openai.OpenAiResponseData;
import dev.telltale.provider.WireErrorException;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class ResponseReaderTest {

  @Test
  void fingerprintIsAnExtension() throws IOException {
    ChatResponse response = read("{\"choices\":[{}],\"system_fingerprint\":\"fp\"}");

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
        "{\"choices\":[]}",
        "{\"choices\":[]",
        "{\"choices\":[]} {}",
        "[]",
        "[{\"choices\":[]}]",
        "\"text\"",
        "{\"choices\":[{\"message\":{\"content\":\"cut",
      })
  void whatIsNoAnswerIsRefused(String body) {
    IOException refusal = catchThrowableOfType(IOException.class, () -> read(body));

    assertThat(refusal).isNotNull();
    if (refusal instanceof WireErrorException error) {
      assertThat(error.details().kind()).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
    }
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

  @Test
  void partsOfContentKeepTheirOrder() throws IOException {
    Message message =
        message(
            "{\"content\":[{\"type\":\"thinking\",\"thinking\":\"hm\"},{\"text\":\"a\"},"
                + "{\"type\":\"video\",\"n\": 1.10},{\"type\":\"refusal\",\"refusal\":\"no\"},7]}");

    assertThat(message.parts())
        .containsExactly(
            new Content.Thinking("hm", "thinking"),
            new Content.Text("a"),
            new Content.Opaque("{\"type\":\"video\",\"n\": 1.10}"),
            new Content.Refusal("no"));
  }

  @Test
  void recordingIsDecoded() throws IOException {
    Message message =
        message(
            "{\"content\":null,\"audio\":{\"id\":\"audio_1\",\"expires_at\":1790003600,"
                + "\"data\":\"UklGRg==\",\"transcript\":\"said\"}}");

    Content.Audio audio = (Content.Audio) message.parts().get(0);
    assertThat(audio.id()).isEqualTo("audio_1");
    assertThat(audio.transcript()).isEqualTo("said");
    assertThat(audio.expiresAt()).isEqualTo(Instant.ofEpochSecond(1_790_003_600L));
    assertThat(audio.media()).isNotNull().extracting(Media::base64).isEqualTo("UklGRg==");
  }

  @Test
  void recordingThatIsNoBase64IsDropped() throws IOException {
    Message message = message("{\"audio\":{\"id\":\"audio_1\",\"data\":\"#\"}}");

    assertThat(message.parts())
        .containsExactly(new Content.Audio("audio_1", null, null, null, null));
  }

  @Test
  void emptyToolCallsAreNone() throws IOException {
    Message message =
        message(
            "{\"tool_calls\":[{\"id\":null,\"function\":{\"name\":\"\"}},null,"
                + "{\"function\":{\"name\":\"f\",\"arguments\":{\"a\": 1}}}]}");

    assertThat(message.toolCalls()).hasSize(1);
    assertThat(message.toolCalls().get(0).id()).isEqualTo("call_0");
    assertThat(message.toolCalls().get(0).rawArguments()).isEqualTo("{\"a\": 1}");
  }

  @Test
  void dataBeyondTheNounsIsAnExtension() throws IOException {
    ChatResponse response =
        read(
            "{\"choices\":[{}],\"created\":1790000000,\"metadata\":{\"a\":\"1\",\"b\":2},"
                + "\"moderation\":{\"input\":{\"flagged\":true}}}");

    OpenAiResponseData data = response.extension(OpenAiResponseData.class);
    assertThat(data.created()).isEqualTo(Instant.ofEpochSecond(1_790_000_000L));
    assertThat(data.metadata()).isEqualTo(Map.of("a", "1"));
    assertThat(data.moderation()).isEqualTo(Map.of("input", Map.of("flagged", true)));
  }

  @Test
  void errorWithoutErrorMemberIsAnError() {
    WireErrorException error =
        catchThrowableOfType(
            WireErrorException.class,
            () -> read("{\"object\":\"error\",\"message\":\"m\",\"type\":\"t\",\"code\":404}"));

    assertThat(error.details().kind()).isEqualTo(ErrorKind.NOT_FOUND);
    assertThat(error.details().type()).isEqualTo("t");
  }

  private static Message message(String json) throws IOException {
    return read("{\"choices\":[{\"message\":" + json + "}]}").choices().get(0).message();
  }

  private static ChatResponse read(String body) throws IOException {
    return ResponseReader.read(Bodies.body(body));
  }
}
