package dev.telltale.openai;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What only OpenAI's protocol knows of a request, beside the neutral members.
 *
 * <pre>{@code
 * ChatRequest request =
 *     ChatRequest.builder()
 *         .user("Is 8191 prime?")
 *         .extension(OpenAiOptions.class, OpenAiOptions.builder().verbosity("low").build())
 *         .build();
 * }</pre>
 *
 * <p>What is not set is not sent. Immutable and thread-safe. {@link #toString()} never shows
 * content.
 */
public final class OpenAiOptions {
  private final @Nullable String verbosity;
  private final List<String> modalities;
  private final @Nullable Voice voice;
  private final @Nullable String prediction;
  private final @Nullable Boolean stored;
  private final Map<String, String> metadata;
  private final @Nullable String promptCacheKey;
  private final @Nullable String promptCacheMode;
  private final @Nullable String promptCacheTtl;
  private final @Nullable String safetyIdentifier;
  private final @Nullable WebSearch webSearch;
  private final @Nullable Moderation moderation;
  private final Map<Integer, Integer> logitBias;
  private final @Nullable Boolean obfuscation;

  private OpenAiOptions(Builder builder) {
    this.verbosity = builder.verbosity;
    this.modalities = builder.modalities;
    this.voice = builder.voice;
    this.prediction = builder.prediction;
    this.stored = builder.stored;
    this.metadata = Collections.unmodifiableMap(new LinkedHashMap<>(builder.metadata));
    this.promptCacheKey = builder.promptCacheKey;
    this.promptCacheMode = builder.promptCacheMode;
    this.promptCacheTtl = builder.promptCacheTtl;
    this.safetyIdentifier = builder.safetyIdentifier;
    this.webSearch = builder.webSearch;
    this.moderation = builder.moderation;
    this.logitBias = Collections.unmodifiableMap(new LinkedHashMap<>(builder.logitBias));
    this.obfuscation = builder.obfuscation;
  }

  /** Returns a builder of options of which none is set. */
  public static Builder builder() {
    return new Builder();
  }

  /** How many words the answer shall make, or null. */
  public @Nullable String verbosity() {
    return verbosity;
  }

  /** What the answer shall be made of: text, audio; unmodifiable, empty if not set. */
  public List<String> modalities() {
    return modalities;
  }

  /** How the answer shall sound, or null. */
  public @Nullable Voice voice() {
    return voice;
  }

  /** What the answer will mostly be, or null. */
  public @Nullable String prediction() {
    return prediction;
  }

  /** Whether OpenAI shall keep the answer, or null if not said. */
  public @Nullable Boolean stored() {
    return stored;
  }

  /** What a kept answer can be found by, in the order it was added; unmodifiable. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** What requests with the same beginning have in common, or null. */
  public @Nullable String promptCacheKey() {
    return promptCacheKey;
  }

  /** Who says what is cached, or null. */
  public @Nullable String promptCacheMode() {
    return promptCacheMode;
  }

  /** How long the cache is kept, or null. */
  public @Nullable String promptCacheTtl() {
    return promptCacheTtl;
  }

  /** What tells the application's users apart, or null. */
  public @Nullable String safetyIdentifier() {
    return safetyIdentifier;
  }

  /** How to search the web, or null. */
  public @Nullable WebSearch webSearch() {
    return webSearch;
  }

  /** How prompt and answer are checked for harm, or null. */
  public @Nullable Moderation moderation() {
    return moderation;
  }

  /** What is added to the likelihood of tokens, by their numbers; unmodifiable. */
  public Map<Integer, Integer> logitBias() {
    return logitBias;
  }

  /** Whether the chunks of a stream are padded to hide their lengths, or null if not said. */
  public @Nullable Boolean obfuscation() {
    return obfuscation;
  }

  /** Names the kind of value; never what is set. */
  @Override
  public String toString() {
    return "OpenAiOptions[" + modalities.size() + " modalities, " + metadata.size() + " metadata]";
  }

  /** Collects options. Not thread-safe. Nothing has a default. */
  public static final class Builder {
    private static final int MAX_METADATA = 16;
    private static final int MAX_METADATA_KEY_CHARS = 64;
    private static final int MAX_METADATA_VALUE_CHARS = 512;
    private static final int MAX_SAFETY_IDENTIFIER_CHARS = 64;
    private static final int MAX_BIAS = 100;

    private @Nullable String verbosity;
    private List<String> modalities = List.of();
    private @Nullable Voice voice;
    private @Nullable String prediction;
    private @Nullable Boolean stored;
    private final Map<String, String> metadata = new LinkedHashMap<>(0);
    private @Nullable String promptCacheKey;
    private @Nullable String promptCacheMode;
    private @Nullable String promptCacheTtl;
    private @Nullable String safetyIdentifier;
    private @Nullable WebSearch webSearch;
    private @Nullable Moderation moderation;
    private final Map<Integer, Integer> logitBias = new LinkedHashMap<>(0);
    private @Nullable Boolean obfuscation;

    private Builder() {}

    /** Sets how many words the answer shall make: {@code low}, {@code medium}, {@code high}. */
    public Builder verbosity(String verbosity) {
      this.verbosity = requireNonNull(verbosity, "verbosity");
      return this;
    }

    /** Sets what the answer shall be made of: {@code text}, {@code audio}. */
    public Builder modalities(List<String> modalities) {
      this.modalities = List.copyOf(modalities);
      return this;
    }

    /** Sets how the answer shall sound; needs {@code audio} among the modalities. */
    public Builder voice(Voice voice) {
      this.voice = requireNonNull(voice, "voice");
      return this;
    }

    /** Sets what the answer will mostly be, such as a file with few changes, to get it sooner. */
    public Builder prediction(String text) {
      this.prediction = requireNonNull(text, "text");
      return this;
    }

    /** Makes OpenAI keep the answer. */
    public Builder stored() {
      this.stored = true;
      return this;
    }

    /** Makes OpenAI not keep the answer. */
    public Builder notStored() {
      this.stored = false;
      return this;
    }

    /**
     * Adds what a kept answer can be found by.
     *
     * @throws IllegalArgumentException if the key has more than 64 characters, the value more than
     *     512, or there are 16 keys already
     */
    public Builder metadata(String key, String value) {
      atMost("The key of metadata", key.length(), MAX_METADATA_KEY_CHARS);
      atMost("The value of metadata", value.length(), MAX_METADATA_VALUE_CHARS);
      if (metadata.size() == MAX_METADATA && !metadata.containsKey(key)) {
        throw new IllegalArgumentException("Metadata has at most 16 keys; leave one out");
      }
      metadata.put(key, value);
      return this;
    }

    /** Sets what requests with the same beginning have in common, so that it is cached better. */
    public Builder promptCacheKey(String key) {
      this.promptCacheKey = requireNonNull(key, "key");
      return this;
    }

    /** Sets who says what is cached: {@code implicit} for OpenAI, {@code explicit} for parts. */
    public Builder promptCacheMode(String mode) {
      this.promptCacheMode = requireNonNull(mode, "mode");
      return this;
    }

    /** Sets how long the cache is kept, such as {@code 30m}. */
    public Builder promptCacheTtl(String ttl) {
      this.promptCacheTtl = requireNonNull(ttl, "ttl");
      return this;
    }

    /**
     * Sets what tells the application's users apart without saying who they are, such as a hash.
     *
     * @throws IllegalArgumentException if it has more than 64 characters
     */
    public Builder safetyIdentifier(String identifier) {
      atMost("The safety identifier", identifier.length(), MAX_SAFETY_IDENTIFIER_CHARS);
      this.safetyIdentifier = identifier;
      return this;
    }

    /** Sets how a model that searches the web shall do it. */
    public Builder webSearch(WebSearch search) {
      this.webSearch = requireNonNull(search, "search");
      return this;
    }

    /** Sets how prompt and answer are checked for harm within the call. */
    public Builder moderation(Moderation moderation) {
      this.moderation = requireNonNull(moderation, "moderation");
      return this;
    }

    /**
     * Adds to the likelihood of a token.
     *
     * @param token the number of the token in the model's vocabulary
     * @param bias -100, which rules the token out, to 100, which forces it
     * @throws IllegalArgumentException if the bias is beyond that
     */
    public Builder logitBias(int token, int bias) {
      atMost("The size of a bias", Math.abs((long) bias), MAX_BIAS);
      logitBias.put(token, bias);
      return this;
    }

    /** Pads the chunks of a stream, so that their lengths give nothing away. */
    public Builder obfuscated() {
      this.obfuscation = true;
      return this;
    }

    /** Leaves the padding out of a stream, which saves bandwidth on a trusted network. */
    public Builder notObfuscated() {
      this.obfuscation = false;
      return this;
    }

    /** Builds the options. */
    public OpenAiOptions build() {
      return new OpenAiOptions(this);
    }

    private static void atMost(String what, long size, int limit) {
      if (size > limit) {
        throw new IllegalArgumentException(what + " is " + size + "; at most " + limit);
      }
    }
  }
}
