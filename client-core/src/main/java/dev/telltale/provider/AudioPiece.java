package dev.telltale.provider;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a recording that a model makes, as the server sent it.
 *
 * @param id what the recording is referred to by, or null if this piece does not say
 * @param data sound in Base64; may be empty
 * @param transcript what is said; may be empty
 * @param expiresAt until when the id can be used, or null if this piece does not say
 */
public record AudioPiece(
    @Nullable String id, String data, String transcript, @Nullable Instant expiresAt) {
  /** Creates a piece. */
  public AudioPiece {
    requireNonNull(data, "data");
    requireNonNull(transcript, "transcript");
  }

  /** Names the sizes; never what is said. */
  @Override
  public String toString() {
    return "AudioPiece[" + data.length() + " chars, " + transcript.length() + " chars]";
  }
}
