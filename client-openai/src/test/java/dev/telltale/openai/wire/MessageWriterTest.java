package dev.telltale.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.telltale.ChatRequest;
import dev.telltale.Content;
import dev.telltale.Media;
import dev.telltale.Message;
import dev.telltale.Role;
import dev.telltale.ToolCall;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(10)
class MessageWriterTest {
  private static final Content.CacheBreakpoint BREAKPOINT = new Content.CacheBreakpoint();
  private static final String MARK = ",\"prompt_cache_breakpoint\":{\"mode\":\"explicit\"}";

  @Test
  void callsWithoutTextHaveNullContent() {
    Message answer = Message.of(Role.ASSISTANT, List.of(ToolCall.function("c", "f", "{broken")));

    assertThat(toOpenAi(answer))
        .isEqualTo(
            "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c\","
                + "\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{broken\"}}]}");
  }

  @Test
  void callsStandBesideTheirText() {
    Message answer =
        Message.of(
            Role.ASSISTANT,
            List.of(ToolCall.custom("c", "sql", "SELECT 1"), new Content.Text("Let me see.")));

    assertThat(toOpenAi(answer))
        .isEqualTo(
            "{\"role\":\"assistant\",\"content\":\"Let me see.\",\"tool_calls\":[{\"id\":\"c\","
                + "\"type\":\"custom\",\"custom\":{\"name\":\"sql\",\"input\":\"SELECT 1\"}}]}");
  }

  @Test
  void eachToolAnswersInItsOwnMessage() {
    Message results =
        Message.of(
            Role.TOOL,
            List.of(
                new Content.ToolResult("c1", "3C"),
                new Content.ToolResult("c2", "19C"),
                BREAKPOINT));

    assertThat(toOpenAi(results))
        .isEqualTo(
            "{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"3C\"},"
                + "{\"role\":\"tool\",\"tool_call_id\":\"c2\",\"content\":"
                + "[{\"type\":\"text\",\"text\":\"19C\""
                + MARK
                + "}]}");
  }

  @Test
  void breakpointMarksThePartBefore() {
    Message message =
        Message.of(
            Role.USER,
            List.of(
                BREAKPOINT,
                Content.image(Media.url("https://e.x/a.png")),
                BREAKPOINT,
                Content.text("What is it?")));

    assertThat(toOpenAi(message))
        .isEqualTo(
            "{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":"
                + "{\"url\":\"https://e.x/a.png\"}"
                + MARK
                + "},{\"type\":\"text\",\"text\":\"What is it?\"}]}");
  }

  @Test
  void serverWithoutBreakpointsGetsNone() {
    Message message = Message.of(Role.USER, List.of(Content.text("a"), BREAKPOINT));

    assertThat(toCompatible(message)).isEqualTo("{\"role\":\"user\",\"content\":\"a\"}");
  }

  @Test
  void thoughtsGoBackUnderTheirName() {
    Message answer =
        Message.of(
            Role.ASSISTANT,
            List.of(new Content.Thinking("hm", "reasoning_content"), Content.text("42")));

    assertThat(toCompatible(answer))
        .isEqualTo("{\"role\":\"assistant\",\"content\":\"42\",\"reasoning_content\":\"hm\"}");
    assertThat(toOpenAi(answer)).isEqualTo("{\"role\":\"assistant\",\"content\":\"42\"}");
  }

  @Test
  void thoughtsThatWerePartsGoBackAsParts() {
    Message answer =
        Message.of(
            Role.ASSISTANT, List.of(new Content.Thinking("hm", "thinking"), Content.text("42")));

    assertThat(toCompatible(answer))
        .isEqualTo(
            "{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":"
                + "[{\"type\":\"text\",\"text\":\"hm\"}]},{\"type\":\"text\",\"text\":\"42\"}]}");
    assertThat(toOpenAi(answer)).isEqualTo("{\"role\":\"assistant\",\"content\":\"42\"}");
  }

  @Test
  void providerDataOfCallGoesBackAsItCame() {
    ToolCall call = ToolCall.function("c", "f", "{}").withProviderData("{\"google\": {\"a\":1}}");
    Message answer = Message.of(Role.ASSISTANT, List.of(call));

    assertThat(toCompatible(answer)).contains(",\"extra_content\":{\"google\": {\"a\":1}}}]}");
    assertThat(toOpenAi(answer)).doesNotContain("google");
  }

  @Test
  void unknownPartGoesBackAsItCame() {
    String json = "{ \"type\" : \"video_url\", \"n\": 1.10 }";
    Message message = Message.of(Role.USER, List.of(new Content.Opaque(json)));

    assertThat(toCompatible(message)).isEqualTo("{\"role\":\"user\",\"content\":[" + json + "]}");
  }

  @Test
  void recordingOfTheModelGoesBackById() {
    Content.Audio made =
        new Content.Audio("audio_1", Media.bytes(new byte[] {1}, "audio/wav"), null, "said", null);
    Message answer = Message.of(Role.ASSISTANT, List.of(Content.text("Hear:"), made));

    assertThat(toOpenAi(answer))
        .isEqualTo("{\"role\":\"assistant\",\"content\":\"Hear:\",\"audio\":{\"id\":\"audio_1\"}}");
  }

  @ParameterizedTest
  @MethodSource
  void partInTheWrongPlaceIsRefused(Message message) {
    ChatRequest request = ChatRequest.builder().message(message).build();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Written.toCompatible(request))
        .withMessageNotContaining("canary");
  }

  static Stream<Arguments> partInTheWrongPlaceIsRefused() {
    Media url = Media.url("https://canary.example/a");
    Media bytes = Media.bytes(new byte[] {1}, "image/png");
    return Stream.of(
        wrong("text of a tool", Role.TOOL, Content.text("canary")),
        wrong("nothing of a tool", Role.TOOL),
        wrong("nothing of the user", Role.USER),
        wrong("breakpoint alone", Role.USER, BREAKPOINT),
        wrong("refusal of the user", Role.USER, new Content.Refusal("canary")),
        wrong("thoughts of the user", Role.USER, new Content.Thinking("canary", "x")),
        wrong("call of the user", Role.USER, ToolCall.function("c", "f", "canary")),
        wrong("result of the user", Role.USER, new Content.ToolResult("c", "canary")),
        wrong("result of the model", Role.ASSISTANT, new Content.ToolResult("c", "canary")),
        wrong("image of the system", Role.SYSTEM, Content.image(bytes)),
        wrong("image of the model", Role.ASSISTANT, Content.image(bytes)),
        wrong("image by id", Role.USER, Content.image(Media.fileId("canary"))),
        wrong("document by URL", Role.USER, Content.file(url)),
        wrong("recording by URL", Role.USER, new Content.Audio(null, url, "wav", null, null)),
        wrong("recording by id", Role.USER, Content.Audio.ofId("canary")),
        wrong("recording without id", Role.ASSISTANT, Content.Audio.of(new byte[] {1}, "wav")),
        wrong("part that is no JSON", Role.USER, new Content.Opaque("canary")));
  }

  private static Arguments wrong(String name, Role role, Content... parts) {
    return argumentSet(name, Message.of(role, List.of(parts)));
  }

  private static String toOpenAi(Message message) {
    return messages(Written.toOpenAi(ChatRequest.builder().message(message).build()));
  }

  private static String toCompatible(Message message) {
    return messages(Written.toCompatible(ChatRequest.builder().message(message).build()));
  }

  private static String messages(String json) {
    String from = "\"messages\":[";
    return json.substring(json.indexOf(from) + from.length(), json.length() - "]}".length());
  }
}
