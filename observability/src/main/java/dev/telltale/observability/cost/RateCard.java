package dev.telltale.observability.cost;

import java.util.List;

/**
 * The rates of one service tier: the base, and what replaces it for long requests.
 *
 * @param longContextDerived whether the long-context rates are computed and not published
 */
record RateCard(RateTable base, List<LongContext> longContext, boolean longContextDerived) {
  RateCard {
    longContext = List.copyOf(longContext);
  }

  /** The rates of a request with this much input; the whole request has the same rates. */
  RateTable ratesFor(long inputTokens) {
    RateTable rates = base;
    long highest = -1;
    for (LongContext entry : longContext) {
      if (inputTokens > entry.aboveInputTokens && entry.aboveInputTokens > highest) {
        highest = entry.aboveInputTokens;
        rates = base.overlaidBy(entry.rates);
      }
    }
    return rates;
  }

  boolean longContextAt(long inputTokens) {
    return longContext.stream().anyMatch(entry -> inputTokens > entry.aboveInputTokens);
  }

  /** Rates of a request whose whole input has more tokens than this. */
  record LongContext(long aboveInputTokens, RateTable rates) {}
}
