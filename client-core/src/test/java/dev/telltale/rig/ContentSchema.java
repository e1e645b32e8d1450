package dev.telltale.rig;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import dev.telltale.provider.JsonValues;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The conventions' JSON schemas of recorded content: messages in and out, system instructions and
 * definitions of tools. Content may be JSON text or structured.
 */
public final class ContentSchema {
  private static final Map<String, Set<String>> REQUIRED =
      Map.of(
          "text", Set.of("content"),
          "reasoning", Set.of("content"),
          "tool_call", Set.of("name"),
          "tool_call_response", Set.of("response"),
          "blob", Set.of("modality", "content"),
          "uri", Set.of("modality", "uri"),
          "file", Set.of("modality", "file_id"),
          "generic", Set.of("generic_type"));

  private static final Set<String> STRINGS =
      Set.of(
          "content",
          "name",
          "id",
          "modality",
          "mime_type",
          "uri",
          "file_id",
          "generic_type",
          "finish_reason",
          "role");

  private ContentSchema() {}

  /** Whether the value of the attribute follows its schema. */
  public static boolean follows(String attribute, Object value) {
    Object tree = tree(value);
    if (!(tree instanceof List<?> list)) {
      return false;
    }
    return switch (attribute) {
      case "gen_ai.input.messages", "gen_ai.output.messages" ->
          list.stream().allMatch(ContentSchema::message);
      case "gen_ai.system_instructions" -> list.stream().allMatch(ContentSchema::part);
      case "gen_ai.tool.definitions" -> list.stream().allMatch(ContentSchema::definition);
      default -> throw new IllegalArgumentException(attribute);
    };
  }

  /** The content as plain values, whichever way it is written; null if it is no JSON. */
  public static @Nullable Object tree(Object value) {
    if (value instanceof Value<?> structured) {
      return plain(structured);
    }
    try (JsonReader reader = JsonReader.of(new Buffer().writeUtf8((String) value))) {
      Object tree = JsonValues.read(reader);
      return reader.peek() == JsonReader.Token.END_DOCUMENT ? tree : null;
    } catch (IOException | JsonDataException notJson) {
      return null;
    }
  }

  private static boolean message(@Nullable Object value) {
    return value instanceof Map<?, ?> message
        && message.get("role") instanceof String
        && stringsAreStrings(message)
        && message.get("parts") instanceof List<?> parts
        && parts.stream().allMatch(ContentSchema::part);
  }

  private static boolean part(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> part) || !(part.get("type") instanceof String type)) {
      return false;
    }
    Set<String> required = REQUIRED.get(type);
    boolean pictures = !type.equals("blob") || base64(part.get("content"));
    return required != null
        && part.keySet().containsAll(required)
        && stringsAreStrings(part)
        && pictures;
  }

  private static boolean definition(@Nullable Object value) {
    return value instanceof Map<?, ?> tool
        && tool.get("type") instanceof String
        && tool.get("name") instanceof String
        && (!tool.containsKey("description") || tool.get("description") instanceof String)
        && (!tool.containsKey("parameters") || tool.get("parameters") instanceof Map);
  }

  /** What is optional is left out, never null. */
  private static boolean stringsAreStrings(Map<?, ?> members) {
    return members.entrySet().stream()
        .allMatch(
            member -> !STRINGS.contains(member.getKey()) || member.getValue() instanceof String);
  }

  private static boolean base64(@Nullable Object value) {
    return value instanceof String text && text.matches("[A-Za-z0-9+/]+={0,2}");
  }

  private static @Nullable Object plain(Value<?> value) {
    return switch (value.getType()) {
      case ARRAY -> ((List<?>) value.getValue()).stream().map(v -> plain((Value<?>) v)).toList();
      case KEY_VALUE_LIST -> {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (Object member : (List<?>) value.getValue()) {
          members.put(((KeyValue) member).getKey(), plain(((KeyValue) member).getValue()));
        }
        yield members;
      }
      case EMPTY -> null;
      default -> value.getValue();
    };
  }
}
