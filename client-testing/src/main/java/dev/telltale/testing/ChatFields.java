package dev.telltale.testing;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import java.io.IOException;
import okio.Buffer;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** What the server needs to know of a request's body; everything else in it is skipped. */
record ChatFields(
    boolean valid, @Nullable String model, boolean streaming, boolean usageRequested) {
  private static final ChatFields INVALID = new ChatFields(false, null, false, false);
  private static final JsonReader.Options MEMBERS =
      JsonReader.Options.of("model", "stream", "stream_options");
  private static final JsonReader.Options STREAM_OPTIONS = JsonReader.Options.of("include_usage");

  static ChatFields read(ByteString body) {
    try (JsonReader json = JsonReader.of(new Buffer().write(body))) {
      return read(json);
    } catch (IOException | JsonDataException e) {
      return INVALID;
    }
  }

  private static ChatFields read(JsonReader json) throws IOException {
    String model = null;
    boolean streaming = false;
    boolean usageRequested = false;
    json.beginObject();
    while (json.hasNext()) {
      switch (json.selectName(MEMBERS)) {
        case 0 -> model = nextString(json);
        case 1 -> streaming = nextFlag(json);
        case 2 -> usageRequested = nextUsageRequested(json);
        default -> skipMember(json);
      }
    }
    json.endObject();
    if (json.peek() != JsonReader.Token.END_DOCUMENT) {
      return INVALID;
    }
    return new ChatFields(true, model, streaming, usageRequested);
  }

  private static boolean nextUsageRequested(JsonReader json) throws IOException {
    if (json.peek() == JsonReader.Token.NULL) {
      json.nextNull();
      return false;
    }
    boolean requested = false;
    json.beginObject();
    while (json.hasNext()) {
      if (json.selectName(STREAM_OPTIONS) == 0) {
        requested = nextFlag(json);
      } else {
        skipMember(json);
      }
    }
    json.endObject();
    return requested;
  }

  private static @Nullable String nextString(JsonReader json) throws IOException {
    return json.peek() == JsonReader.Token.NULL ? json.nextNull() : json.nextString();
  }

  private static boolean nextFlag(JsonReader json) throws IOException {
    if (json.peek() == JsonReader.Token.NULL) {
      json.nextNull();
      return false;
    }
    return json.nextBoolean();
  }

  private static void skipMember(JsonReader json) throws IOException {
    json.skipName();
    json.skipValue();
  }
}
