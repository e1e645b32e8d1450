package dev.telltale.internal.stream;

import dev.telltale.Content;
import dev.telltale.Media;
import dev.telltale.provider.AudioPiece;
import java.time.Instant;
import java.util.Base64;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Puts a model's recording together from its pieces, each of which may be padded as if it were the
 * last.
 */
final class AudioAssembler {
  private static final int GROUP = 4;

  private final Buffer sound = new Buffer();
  private final StringBuilder transcript = new StringBuilder();
  private String rest = "";
  private boolean broken;
  private @Nullable String id;
  private @Nullable Instant expiresAt;

  void add(AudioPiece piece) {
    id = id == null ? piece.id() : id;
    expiresAt = expiresAt == null ? piece.expiresAt() : expiresAt;
    transcript.append(piece.transcript());
    String known = rest + piece.data();
    int whole = known.length() / GROUP * GROUP;
    rest = known.substring(whole);
    decode(known.substring(0, whole));
  }

  Content.Audio toContent() {
    String said = transcript.isEmpty() ? null : transcript.toString();
    return new Content.Audio(id, media(), null, said, expiresAt);
  }

  private void decode(String groups) {
    try {
      sound.write(Base64.getDecoder().decode(groups));
    } catch (IllegalArgumentException notBase64) {
      broken = true;
    }
  }

  /** The sound, or null where none came or what came is no sound. */
  private @Nullable Media media() {
    return broken || sound.size() == 0
        ? null
        : Media.bytes(sound.snapshot().toByteArray(), "audio/unknown");
  }
}
