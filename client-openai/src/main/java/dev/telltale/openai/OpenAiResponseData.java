package dev.telltale.openai;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What OpenAI says about an answer beyond the neutral nouns: {@code
 * answer.extension(OpenAiResponseData.class)}.
 *
 * <p>Immutable and thread-safe.
 */
public final class OpenAiResponseData {
  private final @Nullable String systemFingerprint;

  private OpenAiResponseData(Builder builder) {
    this.systemFingerprint = builder.systemFingerprint;
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

  @Override
  public String toString() {
    return "OpenAiResponseData[" + systemFingerprint + "]";
  }

  /** Collects the data. Not thread-safe. */
  public static final class Builder {
    private @Nullable String systemFingerprint;

    private Builder() {}

    /** Sets the configuration the model ran with. */
    public Builder systemFingerprint(String systemFingerprint) {
      this.systemFingerprint = requireNonNull(systemFingerprint, "systemFingerprint");
      return this;
    }

    /** Builds the data. */
    public OpenAiResponseData build() {
      return new OpenAiResponseData(this);
    }
  }
}
