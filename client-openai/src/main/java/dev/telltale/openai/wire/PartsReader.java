package dev.telltale.openai.wire;

import com.squareup.moshi.JsonReader;
import dev.telltale.Content;
import dev.telltale.provider.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads content that is an array of parts rather than a text. A part of an unknown type is kept as
 * it is.
 */
final class PartsReader {
  private static final JsonReader.Options PART =
      JsonReader.Options.of("type", "text", "refusal", "thinking");
  private static final JsonReader.Options THOUGHT = JsonReader.Options.of("text");

  private @Nullable String type;
  private @Nullable String text;
  private @Nullable String refusal;
  private @Nullable String thinking;

  private PartsReader() {}

  /** Reads an array, of which elements that are no objects are skipped. */
  static List<Content> read(JsonReader reader) throws IOException {
    List<Content> parts = new ArrayList<>();
    reader.beginArray();
    while (reader.hasNext()) {
      if (reader.peek() == JsonReader.Token.BEGIN_OBJECT) {
        String json = Json.raw(reader);
        PartsReader part = new PartsReader();
        part.readPart(JsonReader.of(new Buffer().writeUtf8(json)));
        parts.add(part.content(json));
      } else {
        reader.skipValue();
      }
    }
    reader.endArray();
    return parts;
  }

  private void readPart(JsonReader reader) throws IOException {
    reader.beginObject();
    while (reader.hasNext()) {
      switch (reader.selectName(PART)) {
        case 0 -> type = Json.string(reader);
        case 1 -> text = Json.text(reader);
        case 2 -> refusal = Json.text(reader);
        case 3 -> thinking = readThinking(reader);
        default -> Json.skipMember(reader);
      }
    }
    reader.endObject();
  }

  private Content content(String json) {
    if (text != null && (type == null || type.equals("text"))) {
      return new Content.Text(text);
    }
    if (refusal != null && "refusal".equals(type)) {
      return new Content.Refusal(refusal);
    }
    if (thinking != null && "thinking".equals(type)) {
      return new Content.Thinking(thinking, "thinking");
    }
    return new Content.Opaque(json);
  }

  /** A text, or at Mistral an array of parts with a text each. */
  private static @Nullable String readThinking(JsonReader reader) throws IOException {
    if (reader.peek() != JsonReader.Token.BEGIN_ARRAY) {
      return Json.text(reader);
    }
    StringBuilder thoughts = new StringBuilder();
    reader.beginArray();
    while (reader.hasNext()) {
      if (Json.enterObject(reader)) {
        while (reader.hasNext()) {
          if (reader.selectName(THOUGHT) == 0) {
            String thought = Json.text(reader);
            thoughts.append(thought == null ? "" : thought);
          } else {
            Json.skipMember(reader);
          }
        }
        reader.endObject();
      }
    }
    reader.endArray();
    return thoughts.toString();
  }
}
