package dev.telltale.observability.cost;

import static dev.telltale.observability.cost.RateKind.AUDIO_CACHE_READ;
import static dev.telltale.observability.cost.RateKind.AUDIO_INPUT;
import static dev.telltale.observability.cost.RateKind.AUDIO_OUTPUT;
import static dev.telltale.observability.cost.RateKind.CACHE_READ;
import static dev.telltale.observability.cost.RateKind.CACHE_WRITE;
import static dev.telltale.observability.cost.RateKind.CACHE_WRITE_1H;
import static dev.telltale.observability.cost.RateKind.IMAGE_CACHE_READ;
import static dev.telltale.observability.cost.RateKind.IMAGE_INPUT;
import static dev.telltale.observability.cost.RateKind.IMAGE_OUTPUT;
import static dev.telltale.observability.cost.RateKind.INPUT;
import static dev.telltale.observability.cost.RateKind.OUTPUT;
import static dev.telltale.observability.cost.RateKind.REASONING;

import dev.telltale.TokenKind;
import dev.telltale.Usage;
import java.util.List;
import java.util.Set;

/**
 * The tokens of a call, each counted once, by the rate it is billed at.
 *
 * <p>The counts of {@link Usage} overlap: cached and audio tokens are part of the input, and cached
 * audio is part of both. A kind is split off only if the model has a rate for it.
 */
final class TokenSplit {
  /** Sums of counts beyond this might not fit a {@code long}; no call comes near it. */
  private static final long MOST_TOKENS = 1L << 50;

  private static final List<TokenKind> COUNTED = List.of(TokenKind.values());

  private final Usage usage;
  private final EffectiveRates rates;
  private final Set<Reason> reasons;
  private final long[] tokens = new long[RateKind.KINDS.size()];

  private TokenSplit(Usage usage, EffectiveRates rates, Set<Reason> reasons) {
    this.usage = usage;
    this.rates = rates;
    this.reasons = reasons;
  }

  static TokenSplit of(Usage usage, EffectiveRates rates, Set<Reason> reasons) {
    TokenSplit split = new TokenSplit(usage, rates, reasons);
    split.splitInput();
    split.splitOutput();
    return split;
  }

  long tokens(RateKind kind) {
    return tokens[kind.index()];
  }

  /** Whether the counts fit each other: no part is larger than its whole. */
  boolean consistent() {
    for (long count : tokens) {
      if (count < 0) {
        return false;
      }
    }
    for (TokenKind kind : COUNTED) {
      if (count(kind) > MOST_TOKENS) {
        return false;
      }
    }
    long input = count(TokenKind.INPUT);
    long output = count(TokenKind.OUTPUT);
    return count(TokenKind.CACHE_READ) + count(TokenKind.CACHE_WRITE) <= input
        && count(TokenKind.AUDIO_INPUT) <= input
        && count(TokenKind.IMAGE_INPUT) <= input
        && count(TokenKind.REASONING) <= output
        && count(TokenKind.AUDIO_OUTPUT) <= output
        && count(TokenKind.IMAGE_OUTPUT) <= output;
  }

  private void splitInput() {
    long input = count(TokenKind.INPUT);
    long read = count(TokenKind.CACHE_READ);
    long write = count(TokenKind.CACHE_WRITE);
    long audio = billedAlone(TokenKind.AUDIO_INPUT, AUDIO_INPUT);
    long image = billedAlone(TokenKind.IMAGE_INPUT, IMAGE_INPUT);
    long overlap = Math.max(0, read + write + audio + image - input);
    long audioRead = cached(TokenKind.AUDIO_CACHE_READ, audio, read, overlap);
    long imageRead = cached(TokenKind.IMAGE_CACHE_READ, image, read, overlap - audioRead);
    set(CACHE_READ, read - audioRead - imageRead);
    set(CACHE_WRITE, write - count(TokenKind.CACHE_WRITE_1H));
    set(CACHE_WRITE_1H, count(TokenKind.CACHE_WRITE_1H));
    set(AUDIO_INPUT, audio - audioRead);
    set(AUDIO_CACHE_READ, audioRead);
    set(IMAGE_INPUT, image - imageRead);
    set(IMAGE_CACHE_READ, imageRead);
    set(INPUT, input - read - write - (audio - audioRead) - (image - imageRead));
  }

  private void splitOutput() {
    long audio = billedAlone(TokenKind.AUDIO_OUTPUT, AUDIO_OUTPUT);
    long image = billedAlone(TokenKind.IMAGE_OUTPUT, IMAGE_OUTPUT);
    long reasoning = rates.has(REASONING) ? count(TokenKind.REASONING) : 0;
    set(AUDIO_OUTPUT, audio);
    set(IMAGE_OUTPUT, image);
    set(REASONING, reasoning);
    set(OUTPUT, count(TokenKind.OUTPUT) - audio - image - reasoning);
  }

  /** The tokens of a modality if it has a rate; without one, audio is worth a remark. */
  private long billedAlone(TokenKind counted, RateKind rate) {
    long count = count(counted);
    if (count == 0 || rates.has(rate)) {
      return count;
    }
    if (rate == AUDIO_INPUT || rate == AUDIO_OUTPUT) {
      reasons.add(Reason.MODALITY_RATE_MISSING);
    }
    return 0;
  }

  /** The cached part of a modality: as reported, or else the least that the other counts allow. */
  private long cached(TokenKind reported, long modality, long read, long overlap) {
    if (modality == 0) {
      return 0;
    }
    if (usage.tokens(reported).isPresent()) {
      return count(reported);
    }
    if (read > 0) {
      reasons.add(Reason.CACHE_SPLIT_ASSUMED);
    }
    return Math.min(Math.max(0, overlap), Math.min(modality, read));
  }

  private void set(RateKind kind, long count) {
    tokens[kind.index()] = count;
  }

  private long count(TokenKind kind) {
    return usage.tokens(kind).orElse(0);
  }
}
