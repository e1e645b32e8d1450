package dev.telltale.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message of a record as OpenAI's protocol has it. */
final class WireMessage {
  private WireMessage() {}

  static Map<String, @Nullable Object> of(Map<String, @Nullable Object> message) {
    StringBuilder text = new StringBuilder();
    Map<String, @Nullable Object> wire = new LinkedHashMap<>();
    List<Map<String, @Nullable Object>> calls = new ArrayList<>();
    wire.put("role", "assistant");
    if (message.get("parts") instanceof List<?> parts) {
      for (Object each : parts) {
        Map<String, @Nullable Object> part = WireAnswer.object(each);
        switch (String.valueOf(part.get("type"))) {
          case "text" -> text.append(text(part, "text"));
          case "refusal" -> wire.put("refusal", text(part, "text"));
          case "thinking" -> wire.put("reasoning_content", text(part, "text"));
          case "tool_call" -> calls.add(call(part));
          default -> {
            // Recordings and what only one vendor has are not in the record.
          }
        }
      }
    }
    wire.put("content", text.isEmpty() && !calls.isEmpty() ? null : text.toString());
    if (!calls.isEmpty()) {
      wire.put("tool_calls", calls);
    }
    return wire;
  }

  /** Pieces of tool calls say which call they belong to. */
  static void numberToolCalls(Map<String, @Nullable Object> delta) {
    if (delta.get("tool_calls") instanceof List<?> calls) {
      List<@Nullable Object> numbered = new ArrayList<>();
      for (Object call : calls) {
        Map<String, @Nullable Object> piece = new LinkedHashMap<>();
        piece.put("index", numbered.size());
        piece.putAll(WireAnswer.object(call));
        numbered.add(piece);
      }
      delta.put("tool_calls", numbered);
    }
  }

  private static Map<String, @Nullable Object> call(Map<String, @Nullable Object> part) {
    boolean custom = "custom".equals(part.get("kind"));
    Map<String, @Nullable Object> called = new LinkedHashMap<>();
    called.put("name", text(part, "name"));
    called.put(custom ? "input" : "arguments", text(part, "arguments"));
    Map<String, @Nullable Object> call = new LinkedHashMap<>();
    call.put("id", part.get("id"));
    call.put("type", custom ? "custom" : "function");
    call.put(custom ? "custom" : "function", called);
    return call;
  }

  private static String text(Map<String, @Nullable Object> part, String name) {
    return part.get(name) instanceof String text ? text : "";
  }
}
