package dev.telltale.openai.wire;

import com.squareup.moshi.JsonReader;
import dev.telltale.ToolCall;
import dev.telltale.provider.Json;
import dev.telltale.provider.ToolCallPiece;
import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads tool calls: whole ones, pieces of a stream, and the older form of one function. */
final class ToolCallReader {
  private static final JsonReader.Options CALL =
      JsonReader.Options.of("index", "id", "type", "function", "custom", "extra_content");
  private static final JsonReader.Options TOOL =
      JsonReader.Options.of("name", "arguments", "input");

  private int index = -1;
  private @Nullable String id;
  private ToolCall.@Nullable Kind kind;
  private @Nullable String name;
  private String arguments = "";
  private @Nullable String providerData;

  private ToolCallReader() {}

  /** Reads an entry of {@code tool_calls}; null if it is no object. */
  static @Nullable ToolCallPiece read(JsonReader reader) throws IOException {
    if (!Json.enterObject(reader)) {
      return null;
    }
    ToolCallReader call = new ToolCallReader();
    while (reader.hasNext()) {
      switch (reader.selectName(CALL)) {
        case 0 -> call.readIndex(reader);
        case 1 -> call.id = Json.string(reader);
        case 2 -> call.readType(reader);
        case 3 -> call.readTool(reader);
        case 4 -> call.readCustom(reader);
        case 5 -> call.readProviderData(reader);
        default -> Json.skipMember(reader);
      }
    }
    reader.endObject();
    return call.piece();
  }

  /** Reads {@code function_call}, of which there is one without an id; null if it is no object. */
  static @Nullable ToolCallPiece readFunction(JsonReader reader) throws IOException {
    if (reader.peek() != JsonReader.Token.BEGIN_OBJECT) {
      reader.skipValue();
      return null;
    }
    ToolCallReader call = new ToolCallReader();
    call.index = 0;
    call.readTool(reader);
    return call.piece();
  }

  /** The call of a whole answer; one without an id gets one by its position. */
  static ToolCall whole(ToolCallPiece piece, int position) {
    String id = piece.id() == null ? "call_" + position : piece.id();
    String name = piece.name() == null ? "" : piece.name();
    ToolCall call =
        piece.kind() == ToolCall.Kind.CUSTOM
            ? ToolCall.custom(id, name, piece.arguments())
            : ToolCall.function(id, name, piece.arguments());
    return piece.providerData() == null ? call : call.withProviderData(piece.providerData());
  }

  /** NullAway does not see in a class file that a component of a nested type may be null. */
  @SuppressWarnings("NullAway")
  private ToolCallPiece piece() {
    return new ToolCallPiece(index, id, name, kind, arguments, providerData);
  }

  private void readIndex(JsonReader reader) throws IOException {
    OptionalLong sent = Json.count(reader);
    if (sent.isPresent() && sent.getAsLong() <= Integer.MAX_VALUE) {
      index = (int) sent.getAsLong();
    }
  }

  private void readType(JsonReader reader) throws IOException {
    String type = Json.string(reader);
    if ("custom".equals(type)) {
      kind = ToolCall.Kind.CUSTOM;
    } else if ("function".equals(type)) {
      kind = ToolCall.Kind.FUNCTION;
    }
  }

  private void readCustom(JsonReader reader) throws IOException {
    if (reader.peek() == JsonReader.Token.BEGIN_OBJECT) {
      kind = ToolCall.Kind.CUSTOM;
    }
    readTool(reader);
  }

  private void readTool(JsonReader reader) throws IOException {
    if (!Json.enterObject(reader)) {
      return;
    }
    while (reader.hasNext()) {
      switch (reader.selectName(TOOL)) {
        case 0 -> name = Json.string(reader);
        case 1, 2 -> arguments = readArguments(reader);
        default -> Json.skipMember(reader);
      }
    }
    reader.endObject();
  }

  /** Some servers send the arguments as the object they are, not as its text. */
  private static String readArguments(JsonReader reader) throws IOException {
    if (reader.peek() == JsonReader.Token.BEGIN_OBJECT) {
      return Json.raw(reader);
    }
    String text = Json.text(reader);
    return text == null ? "" : text;
  }

  private void readProviderData(JsonReader reader) throws IOException {
    if (reader.peek() == JsonReader.Token.BEGIN_OBJECT) {
      providerData = Json.raw(reader);
    } else {
      reader.skipValue();
    }
  }
}
