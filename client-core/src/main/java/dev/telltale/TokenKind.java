package dev.telltale;

/**
 * What a token count in {@link Usage} counts.
 *
 * <p>{@link #INPUT} includes everything read from or written to the cache, and every modality;
 * {@link #OUTPUT} includes reasoning and every modality. All other kinds but {@link #TOTAL} are
 * parts of these two.
 */
public enum TokenKind {
  /** Everything billed as input. */
  INPUT,
  /** Everything billed as output. */
  OUTPUT,
  /** The total as the provider sent it; not always the sum of the other two. */
  TOTAL,
  /** The part of the input that came from the provider's cache. */
  CACHE_READ,
  /** The part of the input that was written to the provider's cache. */
  CACHE_WRITE,
  /** The part of {@link #CACHE_WRITE} that is kept for an hour. */
  CACHE_WRITE_1H,
  /** The part of the output that the model spent on reasoning. */
  REASONING,
  /** The part of the input that is text. */
  TEXT_INPUT,
  /** The part of the input that is audio. */
  AUDIO_INPUT,
  /** The part of the input that is images. */
  IMAGE_INPUT,
  /** The part of {@link #CACHE_READ} that is audio. */
  AUDIO_CACHE_READ,
  /** The part of {@link #CACHE_READ} that is images. */
  IMAGE_CACHE_READ,
  /** The part of the output that is text. */
  TEXT_OUTPUT,
  /** The part of the output that is audio. */
  AUDIO_OUTPUT,
  /** The part of the output that is images. */
  IMAGE_OUTPUT,
  /** The part of the output that the request predicted rightly. */
  ACCEPTED_PREDICTION,
  /** The part of the output that the request predicted wrongly, which is billed all the same. */
  REJECTED_PREDICTION
}
