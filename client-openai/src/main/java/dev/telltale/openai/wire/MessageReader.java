package dev.telltale.openai.wire;

import com.squareup.moshi.JsonReader;
import dev.telltale.Citation;
import dev.telltale.Content;
import dev.telltale.Message;
import dev.telltale.Role;
import dev.telltale.ToolCall;
import dev.telltale.provider.AudioPiece;
import dev.telltale.provider.Json;
import dev.telltale.provider.ToolCallPiece;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the message of a whole answer. */
final class MessageReader {
  private static final JsonReader.Options MESSAGE =
      JsonReader.Options.of(
          "role",
          "content",
          "refusal",
          "tool_calls",
          "function_call",
          "annotations",
          "audio",
          "reasoning_content",
          "reasoning");

  private Role role = Role.ASSISTANT;
  private Content.@Nullable Thinking thinking;
  private List<Content> content = List.of();
  private @Nullable String refusal;
  private @Nullable AudioPiece audio;
  private final List<ToolCall> toolCalls = new ArrayList<>(0);
  private List<Citation> citations = List.of();

  void read(JsonReader reader) throws IOException {
    if (!Json.enterObject(reader)) {
      return;
    }
    while (reader.hasNext()) {
      switch (reader.selectName(MESSAGE)) {
        case 0 -> readRole(reader);
        case 1 -> readContent(reader);
        case 2 -> refusal = Json.text(reader);
        case 3 -> readToolCalls(reader);
        case 4 -> add(ToolCallReader.readFunction(reader));
        case 5 -> citations = CitationReader.read(reader);
        case 6 -> audio = AudioReader.read(reader);
        case 7 -> readThinking(reader, "reasoning_content");
        case 8 -> readThinking(reader, "reasoning");
        default -> Json.skipMember(reader);
      }
    }
    reader.endObject();
  }

  Message toMessage() {
    List<Content> parts = new ArrayList<>(2);
    if (thinking != null) {
      parts.add(thinking);
    }
    parts.addAll(content);
    if (refusal != null) {
      parts.add(new Content.Refusal(refusal));
    }
    if (audio != null) {
      parts.add(AudioReader.whole(audio));
    }
    parts.addAll(toolCalls);
    return Message.of(role, parts);
  }

  boolean asksForTools() {
    return !toolCalls.isEmpty();
  }

  List<Citation> citations() {
    return citations;
  }

  private void readRole(JsonReader reader) throws IOException {
    String name = Json.string(reader);
    if (name != null && !name.isBlank()) {
      role = Role.of(name);
    }
  }

  private void readContent(JsonReader reader) throws IOException {
    if (reader.peek() == JsonReader.Token.BEGIN_ARRAY) {
      content = PartsReader.read(reader);
      return;
    }
    String text = Json.text(reader);
    content = text == null ? List.of() : List.of(new Content.Text(text));
  }

  private void readToolCalls(JsonReader reader) throws IOException {
    if (!Json.enterArray(reader)) {
      return;
    }
    while (reader.hasNext()) {
      add(ToolCallReader.read(reader));
    }
    reader.endArray();
  }

  private void add(@Nullable ToolCallPiece call) {
    if (call != null && !call.empty()) {
      toolCalls.add(ToolCallReader.whole(call, toolCalls.size()));
    }
  }

  /** Some servers send the same thoughts under both names. */
  private void readThinking(JsonReader reader, String wireName) throws IOException {
    String thoughts = Json.text(reader);
    if (thinking == null && thoughts != null && !thoughts.isEmpty()) {
      thinking = new Content.Thinking(thoughts, wireName);
    }
  }
}
