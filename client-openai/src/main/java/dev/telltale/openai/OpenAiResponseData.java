package dev.telltale.openai;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What OpenAI says about an answer beyond the neutral nouns: {@code
 * answer.extension(OpenAiResponseData.class)}.
 *
 * <p>Immutable and thread-safe.
 */
public final class OpenAiResponseData {
  private final @Nullable String systemFingerprint;
  private final @Nullable Instant created;
  private final Map<String, String> metadata;
  private final @Nullable Map<String, @Nullable Object> moderation;

  private OpenAiResponseData(Builder builder) {
    this.systemFingerprint = builder.systemFingerprint;
    this.created = builder.created;
    this.metadata =
        builder.metadata.isEmpty()
            ? Map.of()
            : Collections.unmodifiableMap(new LinkedHashMap<>(builder.metadata));
    this.moderation = builder.moderation;
  }

  /** Returns a builder without data. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The configuration the model ran with, or null if the server did not say. Answers to one seed
   * are comparable while it stays the same.
   */
  public @Nullable String systemFingerprint() {
    return systemFingerprint;
  }

  /** When the answer was made by the server's clock, or null if it did not say. */
  public @Nullable Instant created() {
    return created;
  }

  /** What the request said a kept answer can be found by; unmodifiable, possibly empty. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /**
   * What the check for harm found in prompt and answer, as plain JSON values, or null if none was
   * asked for.
   */
  public @Nullable Map<String, @Nullable Object> moderation() {
    return moderation;
  }

  @Override
  public String toString() {
    return "OpenAiResponseData[" + systemFingerprint + ", " + created + "]";
  }

  /** Collects the data. Not thread-safe. */
  public static final class Builder {
    private @Nullable String systemFingerprint;
    private @Nullable Instant created;
    private Map<String, String> metadata = Map.of();
    private @Nullable Map<String, @Nullable Object> moderation;

    private Builder() {}

    /** Sets the configuration the model ran with. */
    public Builder systemFingerprint(@Nullable String systemFingerprint) {
      this.systemFingerprint = systemFingerprint;
      return this;
    }

    /** Sets when the answer was made. */
    public Builder created(@Nullable Instant created) {
      this.created = created;
      return this;
    }

    /** Sets what the request said a kept answer can be found by. */
    public Builder metadata(Map<String, String> metadata) {
      this.metadata = requireNonNull(metadata, "metadata");
      return this;
    }

    /** Sets what the check for harm found. */
    public Builder moderation(@Nullable Map<String, @Nullable Object> moderation) {
      this.moderation = moderation;
      return this;
    }

    /** Builds the data. */
    public OpenAiResponseData build() {
      return new OpenAiResponseData(this);
    }
  }
}
