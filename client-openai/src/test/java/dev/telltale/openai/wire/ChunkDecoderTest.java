package dev.telltale.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.Citation;
import dev.telltale.ErrorKind;
import dev.telltale.FinishReason;
import dev.telltale.TokenLogProb;
import dev.telltale.ToolCall;
import dev.telltale.openai.OpenAiResponseData;
import dev.telltale.provider.AudioPiece;
import dev.telltale.provider.ToolCallPiece;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
        .containsExactly("id", "model", "serviceTier", "text", "extension", "text", "text");
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\":{\"code\":429,\"message\":\"m\"}}",
        "{\"error\":{\"type\":\"rate_limit_error\"},\"choices\":[]}",
        "{\"object\":\"error\",\"message\":\"m\",\"type\":\"t\",\"code\":429}",
        "{\"code\":\"rate_limit_exceeded\",\"choices\":null,\"object\":\"error\"}",
        "[{\"error\":{\"code\":429,\"message\":\"m\",\"status\":\"RESOURCE_EXHAUSTED\"}}]",
      })
  void errorIsReadInEverySpelling(String data) throws IOException {
    decode("{\"id\":\"x\"}", data);

    assertThat(sink.calls).containsExactly("id", "error");
    assertThat(sink.error.kind()).isEqualTo(ErrorKind.RATE_LIMIT);
  }

  @Test
  void errorOfPlainTextIsAnError() throws IOException {
    decode("{\"error\":\"out of memory\"}");

    assertThat(sink.error.kind()).isEqualTo(ErrorKind.STREAM_ERROR);
  }

  @Test
  void errorEventTellsItsCode() throws IOException {
    decoder.decode(Bodies.event("error", "{\"code\":\"server_error\",\"message\":\"m\"}"), sink);

    assertThat(sink.error.kind()).isEqualTo(ErrorKind.SERVER);
    assertThat(sink.error.code()).isEqualTo("server_error");
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

  @Test
  void toolCallIsHandedOverAsItCame() throws IOException {
    decode(
        "{\"choices\":[{\"delta\":{\"tool_calls\":["
            + "{\"index\":1,\"id\":\"c\",\"type\":\"function\",\"extra_content\":{\"g\": 1},"
            + "\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"\"}},"
            + "{\"custom\":{\"name\":\"sql\",\"input\":\"SELECT\"}},"
            + "{\"function\":{\"arguments\":{\"a\": [1.10]}}},null,7]},\"index\":0}]}");

    assertThat(sink.first().toolCalls)
        .containsExactly(
            new ToolCallPiece(1, "c", "f", ToolCall.Kind.FUNCTION, "{\"", "{\"g\": 1}"),
            new ToolCallPiece(-1, null, "sql", ToolCall.Kind.CUSTOM, "SELECT", null),
            new ToolCallPiece(-1, null, null, null, "{\"a\": [1.10]}", null));
  }

  @Test
  void olderFunctionCallIsOneCall() throws IOException {
    decode(
        "{\"choices\":[{\"delta\":{\"function_call\":{\"name\":\"f\",\"arguments\":\"{\"}}}]}",
        "{\"choices\":[{\"delta\":{\"function_call\":{\"arguments\":\"}\"}}}]}");

    assertThat(sink.first().toolCalls)
        .containsExactly(
            new ToolCallPiece(0, null, "f", null, "{", null),
            new ToolCallPiece(0, null, null, null, "}", null));
  }

  @Test
  void sameThoughtsUnderTwoNamesAreToldOnce() throws IOException {
    decode(
        "{\"choices\":[{\"delta\":{\"reasoning_content\":\"hm\",\"reasoning\":\"hm\"}}]}",
        "{\"choices\":[{\"delta\":{\"reasoning_content\":\"\",\"reasoning\":\"so\"}}]}");

    assertThat(sink.deltas).containsExactly("reasoning_content: hm", "reasoning: so");
  }

  @Test
  void contentMayBeParts() throws IOException {
    decode(
        "{\"choices\":[{\"delta\":{\"content\":[{\"type\":\"thinking\",\"thinking\":"
            + "[{\"type\":\"text\",\"text\":\"h\"},{\"text\":\"m\"}]},"
            + "{\"type\":\"text\",\"text\":\"42\"},{\"type\":\"reference\"}]}}]}");

    assertThat(sink.deltas).containsExactly("thinking: hm", "42");
  }

  @Test
  void soundCitationsAndLikelihoodsAreTold() throws IOException {
    decode(
        "{\"choices\":[{\"delta\":{\"audio\":{\"id\":\"a\",\"data\":\"AQ==\",\"transcript\":\"x\","
            + "\"expires_at\":7},\"annotations\":[{\"type\":\"url_citation\",\"url_citation\":"
            + "{\"url\":\"u\"}},{\"type\":\"file\"}]},\"logprobs\":{\"content\":[{\"token\":\"t\","
            + "\"logprob\":-1.5,\"bytes\":[255],\"top_logprobs\":[{\"token\":\"s\",\"logprob\":-2}]},"
            + "{\"token\":\"no number\"}],\"refusal\":[{\"token\":\"r\",\"logprob\":-9999.0,"
            + "\"bytes\":[256]}]}}]}");

    assertThat(sink.first().audio)
        .containsExactly(new AudioPiece("a", "AQ==", "x", Instant.ofEpochSecond(7)));
    assertThat(sink.first().citations).containsExactly(new Citation("u", null, -1, -1));
    assertThat(sink.first().logProbs)
        .containsExactly(
            new TokenLogProb(
                "t", -1.5, List.of(255), List.of(new TokenLogProb("s", -2, List.of(), List.of()))),
            new TokenLogProb("r", -9999, List.of(), List.of()));
  }

  @Test
  void moderationAndTimeAreResponseData() throws IOException {
    decode(
        "{\"created\":0,\"choices\":[]}",
        "{\"created\":1790000000.5,\"choices\":[]}",
        "{\"created\":1790000000.5,\"moderation\":{\"input\":{\"flagged\":false}}}");

    OpenAiResponseData data = (OpenAiResponseData) sink.extensions.get(OpenAiResponseData.class);
    assertThat(data.created()).isEqualTo(Instant.ofEpochSecond(1_790_000_000L, 500_000_000));
    assertThat(data.moderation()).containsEntry("input", Map.of("flagged", false));
    assertThat(sink.calls).containsExactly("extension", "extension");
  }

  private void decode(String... events) throws IOException {
    for (String data : events) {
      decoder.decode(Bodies.event(data), sink);
    }
  }
}
