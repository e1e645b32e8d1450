package dev.telltale.openai.wire;

import com.squareup.moshi.JsonReader;
import dev.telltale.Content;
import dev.telltale.Media;
import dev.telltale.provider.AudioPiece;
import dev.telltale.provider.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Reads {@code audio}: the recording of a whole answer, or a piece of it. */
final class AudioReader {
  private static final JsonReader.Options MEMBERS =
      JsonReader.Options.of("id", "data", "transcript", "expires_at");

  private AudioReader() {}

  /** Reads a value; null if it is no object. */
  static @Nullable AudioPiece read(JsonReader reader) throws IOException {
    if (!Json.enterObject(reader)) {
      return null;
    }
    String id = null;
    String data = null;
    String transcript = null;
    Instant expiresAt = null;
    while (reader.hasNext()) {
      switch (reader.selectName(MEMBERS)) {
        case 0 -> id = Json.string(reader);
        case 1 -> data = Json.text(reader);
        case 2 -> transcript = Json.text(reader);
        case 3 -> expiresAt = Json.unixTime(reader);
        default -> Json.skipMember(reader);
      }
    }
    reader.endObject();
    return new AudioPiece(
        id, data == null ? "" : data, transcript == null ? "" : transcript, expiresAt);
  }

  static Content.Audio whole(AudioPiece piece) {
    String transcript = piece.transcript().isEmpty() ? null : piece.transcript();
    return new Content.Audio(piece.id(), sound(piece.data()), null, transcript, piece.expiresAt());
  }

  /** The format is the one the request asked for, which the answer does not repeat. */
  private static @Nullable Media sound(String data) {
    try {
      byte[] bytes = Base64.getDecoder().decode(data);
      return bytes.length == 0 ? null : Media.bytes(bytes, "audio/unknown");
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }
}
