package dev.telltale.internal.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.telltale.ChatResponse;
import dev.telltale.Choice;
import dev.telltale.Content;
import dev.telltale.FinishReason;
import dev.telltale.Media;
import dev.telltale.Message;
import dev.telltale.Role;
import dev.telltale.ToolCall;
import dev.telltale.rig.ContentSchema;
import dev.telltale.telemetry.GenAi;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each part of a message as the conventions' schema has it. */
@Timeout(10)
class MessageTreeTest {
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

  static Stream<Arguments> parts() {
    return Stream.of(
        argumentSet("text", Content.text("Porto?"), "{\"type\":\"text\",\"content\":\"Porto?\"}"),
        argumentSet(
            "refusal", new Content.Refusal("No."), "{\"type\":\"text\",\"content\":\"No.\"}"),
        argumentSet(
            "reasoning",
            new Content.Thinking("Hm.", "reasoning_content"),
            "{\"type\":\"reasoning\",\"content\":\"Hm.\"}"),
        argumentSet(
            "tool call",
            ToolCall.function("call_1", "rain", "{\"city\":\"Porto\",\"n\":1.50}"),
            "{\"type\":\"tool_call\",\"id\":\"call_1\",\"name\":\"rain\","
                + "\"arguments\":{\"city\":\"Porto\",\"n\":1.50}}"),
        argumentSet(
            "tool call with broken arguments",
            ToolCall.function("call_1", "rain", "{\"city\":"),
            "{\"type\":\"tool_call\",\"id\":\"call_1\",\"name\":\"rain\","
                + "\"arguments\":\"{\\\"city\\\":\"}"),
        argumentSet(
            "tool result",
            new Content.ToolResult("call_1", "{\"mm\":0.4}"),
            "{\"type\":\"tool_call_response\",\"id\":\"call_1\",\"response\":{\"mm\":0.4}}"),
        argumentSet(
            "tool result in words",
            new Content.ToolResult("call_1", "dry"),
            "{\"type\":\"tool_call_response\",\"id\":\"call_1\",\"response\":\"dry\"}"),
        argumentSet(
            "blob",
            Content.image(Media.bytes(PNG, "image/png")),
            "{\"type\":\"blob\",\"modality\":\"image\",\"mime_type\":\"image/png\","
                + "\"content\":\"iVBORw==\"}"),
        argumentSet(
            "uri",
            Content.image(Media.url("https://img.example/leaf.jpg")),
            "{\"type\":\"uri\",\"modality\":\"image\",\"uri\":\"https://img.example/leaf.jpg\"}"),
        argumentSet(
            "file",
            Content.file(Media.fileId("file-77")),
            "{\"type\":\"file\",\"modality\":\"document\",\"file_id\":\"file-77\"}"),
        argumentSet(
            "recording",
            Content.Audio.of(PNG, "wav"),
            "{\"type\":\"blob\",\"modality\":\"audio\",\"mime_type\":\"audio/wav\","
                + "\"content\":\"iVBORw==\"}"),
        argumentSet(
            "recording by id",
            Content.Audio.ofId("audio_1"),
            "{\"type\":\"file\",\"modality\":\"audio\",\"file_id\":\"audio_1\"}"),
        argumentSet(
            "part of the provider's own",
            new Content.Opaque("{\"type\":\"search_result\",\"source\":\"kb\",\"page\":null}"),
            "{\"type\":\"generic\",\"generic_type\":\"search_result\",\"source\":\"kb\"}"));
  }

  @ParameterizedTest
  @MethodSource("parts")
  void partFollowsSchema(Content part, String json) {
    List<Object> tree = tree().input(List.of(Message.of(Role.USER, List.of(part))));

    assertThat(ContentFit.text(tree)).isEqualTo("[{\"role\":\"user\",\"parts\":[" + json + "]}]");
    assertThat(ContentSchema.follows(GenAi.INPUT_MESSAGES, ContentFit.text(tree))).isTrue();
    assertThat(ContentSchema.follows(GenAi.INPUT_MESSAGES, Values.of(tree))).isTrue();
  }

  @Test
  void cacheBreakpointIsNoContent() {
    List<Object> tree =
        tree().input(List.of(Message.of(Role.USER, List.of(new Content.CacheBreakpoint()))));

    assertThat(ContentFit.text(tree)).isEqualTo("[{\"role\":\"user\",\"parts\":[]}]");
  }

  @Test
  void choicesStayApartAndInOrder() {
    ChatResponse response =
        ChatResponse.builder()
            .choices(
                List.of(
                    Choice.builder(0, Message.assistant("a"))
                        .finishReason(FinishReason.TOOL_CALLS, "tool_calls")
                        .build(),
                    Choice.builder(1, Message.assistant("b"))
                        .finishReason(FinishReason.OTHER, "paused")
                        .build(),
                    Choice.builder(2, Message.assistant("c")).build()))
            .build();

    assertThat(ContentFit.text(tree().output(response)))
        .isEqualTo(
            "[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"a\"}],"
                + "\"finish_reason\":\"tool_call\"},"
                + "{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"b\"}],"
                + "\"finish_reason\":\"paused\"},"
                + "{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"c\"}]}]");
  }

  @Test
  void authorKeepsItsName() {
    List<Object> tree = tree().input(List.of(Message.user("x").withName("ana")));

    assertThat(ContentFit.text(tree)).startsWith("[{\"role\":\"user\",\"name\":\"ana\",");
  }

  private static MessageTree tree() {
    return new MessageTree(UnaryOperator.identity());
  }
}
