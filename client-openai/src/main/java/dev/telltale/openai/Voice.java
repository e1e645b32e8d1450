package dev.telltale.openai;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * How an answer shall sound.
 *
 * <p>Immutable and thread-safe.
 */
public final class Voice {
  private final @Nullable String name;
  private final @Nullable String id;
  private final String format;

  private Voice(@Nullable String name, @Nullable String id, String format) {
    this.name = name;
    this.id = id;
    this.format = requireNonNull(format, "format");
  }

  /** One of OpenAI's voices, such as {@code alloy}, in a format such as {@code wav}. */
  public static Voice of(String name, String format) {
    return new Voice(requireNonNull(name, "name"), null, format);
  }

  /** A voice made before, by its id, in a format such as {@code wav}. */
  public static Voice custom(String id, String format) {
    return new Voice(null, requireNonNull(id, "id"), format);
  }

  /** The name of one of OpenAI's voices, or null for one made before. */
  public @Nullable String name() {
    return name;
  }

  /** The id of a voice made before, or null for one of OpenAI's. */
  public @Nullable String id() {
    return id;
  }

  /** The format of the sound. */
  public String format() {
    return format;
  }

  @Override
  public String toString() {
    return "Voice[" + (name == null ? id : name) + ", " + format + "]";
  }
}
