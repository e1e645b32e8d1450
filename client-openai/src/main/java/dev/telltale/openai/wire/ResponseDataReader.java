package dev.telltale.openai.wire;

import com.squareup.moshi.JsonReader;
import dev.telltale.provider.Json;
import dev.telltale.provider.JsonValues;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what OpenAI says about an answer beyond the neutral nouns. */
final class ResponseDataReader {
  private ResponseDataReader() {}

  /** Reads an object of texts; other values are left out. */
  static Map<String, String> metadata(JsonReader reader) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    if (Json.enterObject(reader)) {
      while (reader.hasNext()) {
        String key = reader.nextName();
        String value = Json.string(reader);
        if (value != null) {
          metadata.put(key, value);
        }
      }
      reader.endObject();
    }
    return metadata;
  }

  /** Reads an object whatever is in it; null for another value. */
  static @Nullable Map<String, @Nullable Object> moderation(JsonReader reader) throws IOException {
    if (reader.peek() != JsonReader.Token.BEGIN_OBJECT) {
      reader.skipValue();
      return null;
    }
    return JsonValues.readObject(reader);
  }
}
