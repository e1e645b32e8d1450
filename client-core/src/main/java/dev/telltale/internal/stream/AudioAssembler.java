package dev.telltale.internal.stream;

import dev.telltale.Content;
import dev.telltale.Media;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Puts a model's recording together from its pieces. */
final class AudioAssembler {
  private final StringBuilder data = new StringBuilder();
  private final StringBuilder transcript = new StringBuilder();
  private @Nullable String id;

  void add(@Nullable String id, String data, String transcript) {
    if (this.id == null) {
      this.id = id;
    }
    this.data.append(data);
    this.transcript.append(transcript);
  }

  Content.Audio toContent() {
    String said = transcript.isEmpty() ? null : transcript.toString();
    return new Content.Audio(id, sound(), null, said);
  }

  /** The sound, or null where none came or a cut stream left it undecodable. */
  private @Nullable Media sound() {
    try {
      byte[] bytes = Base64.getDecoder().decode(data.toString());
      return bytes.length == 0 ? null : Media.bytes(bytes, "audio/unknown");
    } catch (IllegalArgumentException cut) {
      return null;
    }
  }
}
