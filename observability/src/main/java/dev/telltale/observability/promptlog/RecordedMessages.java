package dev.telltale.observability.promptlog;

import dev.telltale.Content;
import dev.telltale.Message;
import dev.telltale.Role;
import dev.telltale.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the messages of a record. */
final class RecordedMessages {
  private RecordedMessages() {}

  static Message message(Map<String, @Nullable Object> members) {
    List<Content> parts = new ArrayList<>();
    for (Object part : RecordValues.list(members, "parts")) {
      parts.add(part(RecordValues.asObject(part)));
    }
    Message message = Message.of(Role.of(RecordValues.text(members, "role", "user")), parts);
    String name = RecordValues.text(members, "name");
    return name == null || name.isBlank() ? message : message.withName(name);
  }

  static String answer(Map<String, @Nullable Object> record) {
    List<?> choices = RecordValues.list(RecordValues.object(record, "response"), "choices");
    if (choices.isEmpty()) {
      return "";
    }
    Map<String, @Nullable Object> first = RecordValues.asObject(choices.get(0));
    return message(RecordValues.object(first, "message")).text();
  }

  private static Content part(Map<String, @Nullable Object> part) {
    String type = RecordValues.text(part, "type", "");
    String text = RecordValues.text(part, "text");
    return switch (type) {
      case "text" -> text == null ? leftOut("text") : new Content.Text(text);
      case "refusal" -> new Content.Refusal(text == null ? "" : text);
      case "thinking" ->
          new Content.Thinking(
              text == null ? "" : text, RecordValues.text(part, "wire_name", "reasoning_content"));
      case "tool_result" ->
          new Content.ToolResult(
              RecordValues.text(part, "call_id", ""), text == null ? "[left out]" : text);
      case "tool_call" -> toolCall(part);
      default -> leftOut(type.isEmpty() ? "part" : type);
    };
  }

  private static ToolCall toolCall(Map<String, @Nullable Object> part) {
    String id = RecordValues.text(part, "id", "");
    String name = RecordValues.text(part, "name", "");
    String arguments = RecordValues.text(part, "arguments", "{}");
    return "custom".equals(part.get("kind"))
        ? ToolCall.custom(id, name, arguments)
        : ToolCall.function(id, name, arguments);
  }

  private static Content leftOut(String what) {
    return new Content.Text("[" + what + " left out by the prompt log]");
  }
}
