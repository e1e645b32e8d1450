package dev.telltale.observability.cost;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A kind of token that has a price of its own.
 *
 * <p>The kinds do not overlap: each token of a call is billed as exactly one of them.
 */
public enum RateKind {
  /** Input that is neither cached nor of another kind. */
  INPUT("input", null),
  /** Text read from the provider's cache. */
  CACHE_READ("cacheRead", INPUT),
  /** Input written to the provider's cache for the usual time. */
  CACHE_WRITE("cacheWrite", INPUT),
  /** Input written to the provider's cache for an hour. */
  CACHE_WRITE_1H("cacheWrite1h", CACHE_WRITE),
  /** Output of no other kind; includes reasoning unless that has a price of its own. */
  OUTPUT("output", null),
  /** Audio in the input that was not cached. */
  AUDIO_INPUT("audioInput", INPUT),
  /** Audio read from the provider's cache. */
  AUDIO_CACHE_READ("audioCacheRead", AUDIO_INPUT),
  /** Audio in the output. */
  AUDIO_OUTPUT("audioOutput", OUTPUT),
  /** Images in the input that were not cached. */
  IMAGE_INPUT("imageInput", INPUT),
  /** Images read from the provider's cache. */
  IMAGE_CACHE_READ("imageCacheRead", IMAGE_INPUT),
  /** Images in the output. */
  IMAGE_OUTPUT("imageOutput", OUTPUT),
  /** Reasoning, where it has a price of its own. */
  REASONING("reasoning", OUTPUT);

  static final List<RateKind> KINDS = List.of(values());

  private static final Map<String, RateKind> BY_KEY =
      KINDS.stream().collect(Collectors.toUnmodifiableMap(RateKind::key, kind -> kind));

  private final String key;
  private final @Nullable RateKind fallback;

  RateKind(String key, @Nullable RateKind fallback) {
    this.key = key;
    this.fallback = fallback;
  }

  /** The key of this rate in a price file, such as {@code cacheRead}. */
  public String key() {
    return key;
  }

  /** The kind whose rate applies where a model has none for this one, or null. */
  @Nullable RateKind fallback() {
    return fallback;
  }

  /** The place in arrays by kind; their order never leaves this package. */
  @SuppressWarnings("EnumOrdinal")
  int index() {
    return ordinal();
  }

  boolean output() {
    return this == OUTPUT || fallback == OUTPUT;
  }

  static @Nullable RateKind ofKey(String key) {
    return BY_KEY.get(key);
  }
}
