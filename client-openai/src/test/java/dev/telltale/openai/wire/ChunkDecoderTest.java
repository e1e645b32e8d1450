package dev.telltale.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.ErrorKind;
import dev.telltale.FinishReason;
import dev.telltale.openai.OpenAiResponseData;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class ChunkDecoderTest {
  private final RecordingSink sink = new RecordingSink();
  private final ChunkDecoder decoder = new ChunkDecoder();

  @Test
  void steadyMembersAreToldOnce() throws IOException {
    String chunk =
        """
        {"id":"c1","model":"m1","service_tier":"default","system_fingerprint":"fp",
         "choices":[{"index":0,"delta":{"content":"a"},"finish_reason":null}],"usage":null}
        """;

    decode(chunk, chunk, chunk);

    assertThat(sink.calls)
        .containsExactly("id", "model", "serviceTier", "extension", "text", "text", "text");
    assertThat(sink.id).isEqualTo("c1");
    assertThat(sink.model).isEqualTo("m1");
    assertThat(sink.extensions.get(OpenAiResponseData.class))
        .extracting(data -> ((OpenAiResponseData) data).systemFingerprint())
        .isEqualTo("fp");
  }

  @Test
  void serviceTierThatChangesIsToldAgain() throws IOException {
    decode(
        "{\"service_tier\":\"auto\"}",
        "{\"service_tier\":\"auto\"}",
        "{\"service_tier\":\"custom\"}",
        "{\"service_tier\":null}");

    assertThat(sink.calls).containsExactly("serviceTier", "serviceTier");
    assertThat(sink.serviceTier).isEqualTo("custom");
  }

  @Test
  void blankIdAndModelAreNotTaken() throws IOException {
    decode("{\"id\":\"\",\"model\":\" \",\"choices\":[]}", "{\"id\":\"x\",\"model\":\"m\"}");

    assertThat(sink.id).isEqualTo("x");
    assertThat(sink.model).isEqualTo("m");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[DONE]", " [DONE]", "[DONE] ", "\n[DONE] trailing"})
  void doneIsRecognised(String data) throws IOException {
    decode("{\"choices\":[]}", data);

    assertThat(sink.done).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t"})
  void emptyDataIsSkipped(String data) throws IOException {
    decode(data, "{\"id\":\"x\"}", data);

    assertThat(sink.calls).containsExactly("id");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"x\"} {\"id\":\"y\"}",
        "{\"id\":\"x\"},{\"id\":\"y\"}",
        "{\"id\":\"x\"}]",
        "{\"id\":\"x\"",
        "]",
        ",{}",
        "text",
        "\"text\"",
        "null",
        "[{\"id\":\"x\"}]",
        "{\"id\":'x'}",
        "{\"choices\":[{]}",
        "{\"choices\":[{\"delta\":{\"content\":\"\\x\"}}]}",
      })
  void anythingButOneObjectIsMalformed(String data) throws IOException {
    decode("{\"id\":\"first\"}");

    assertThatThrownBy(() -> decode(data)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> new ChunkDecoder().decode(Bodies.event(data), sink))
        .isInstanceOf(IOException.class);
  }

  @Test
  void piecesFindTheirChoiceInAnyOrder() throws IOException {
    decode(
        "{\"choices\":[{\"delta\":{\"content\":\"b\"},\"finish_reason\":\"stop\",\"index\":1},"
            + "{\"delta\":{\"refusal\":\"no\"},\"index\":0}]}");

    assertThat(sink.choices.get(1).text).hasToString("b");
    assertThat(sink.choices.get(1).finishReason).isEqualTo(FinishReason.STOP);
    assertThat(sink.choices.get(0).refusal).hasToString("no");
    assertThat(sink.choices.get(0).finishReason).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"choices\":null,\"usage\":7,\"id\":{},\"model\":[],\"service_tier\":1}",
        "{\"choices\":{}}",
        "{\"choices\":[null,1,\"x\",[]]}",
        "{\"choices\":[{\"delta\":null}]}",
        "{\"choices\":[{\"delta\":{\"content\":{},\"refusal\":[1]},\"finish_reason\":5}]}",
        "{\"choices\":[{\"index\":\"0\",\"delta\":[]}]}",
        "{\"choices\":[{\"finish_reason\":\"\"}]}",
        "{\"error\":null,\"system_fingerprint\":null}",
      })
  void membersOfWrongTypeAreSkipped(String data) throws IOException {
    decode(data, "{\"choices\":[{\"delta\":{\"content\":\"a\"}}]}");

    assertThat(sink.calls).containsExactly("text");
  }

  @Test
  void absurdIndexIsMalformed() {
    assertThatThrownBy(() -> decode("{\"choices\":[{\"index\":100000}]}"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void errorComesAfterTheRestOfItsEvent() throws IOException {
    decode(
        "{\"error\":{\"code\":\"server_error\"},"
            + "\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"error\"}]}");

    assertThat(sink.calls).containsExactly("text", "finish", "error");
    assertThat(sink.error.kind()).isEqualTo(ErrorKind.SERVER);
  }

  @Test
  void errorEventWithoutErrorMemberIsAnError() throws IOException {
    decoder.decode(Bodies.event("error", "{\"message\":\"m\"}"), sink);

    assertThat(sink.error.kind()).isEqualTo(ErrorKind.STREAM_ERROR);
  }

  @Test
  void errorEventOfPlainTextIsAnError() throws IOException {
    decoder.decode(Bodies.event("error", "out of memory"), sink);

    assertThat(sink.error.kind()).isEqualTo(ErrorKind.STREAM_ERROR);
  }

  @Test
  void longPieceIsReadWhole() throws IOException {
    String piece = "é\\n\\ud83d\\ude80\\u00e9".repeat(1000);

    decode("{\"choices\":[{\"delta\":{\"content\":\"" + piece + "\"}}]}", "{\"id\":\"x\"}");

    assertThat(sink.first().text).hasToString("é\n🚀é".repeat(1000));
    assertThat(sink.id).isEqualTo("x");
  }

  private void decode(String... events) throws IOException {
    for (String data : events) {
      decoder.decode(Bodies.event(data), sink);
    }
  }
}
