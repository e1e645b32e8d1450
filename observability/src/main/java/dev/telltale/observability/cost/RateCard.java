package dev.telltale.observability.cost;

import java.util.List;

/**
 * The rates of one service tier: the base, and what replaces it for long requests.
 *
 * @param longContext the higher boundary first, each with all rates that then apply
 * @param longContextDerived whether the long-context rates are computed and not published
 */
record RateCard(RateTable base, List<LongContext> longContext, boolean longContextDerived) {

  /** Creates a card from entries that name only the rates they replace. */
  static RateCard of(RateTable base, List<LongContext> longContext, boolean derived) {
    List<LongContext> entries =
        longContext.stream()
            .map(entry -> new LongContext(entry.above, base.overlaidBy(entry.rates)))
            .sorted((a, b) -> Long.compare(b.above, a.above))
            .toList();
    return new RateCard(base, entries, derived);
  }

  /** The rates of a request with this much input; the whole request has the same rates. */
  RateTable ratesFor(long inputTokens) {
    for (int i = 0; i < longContext.size(); i++) {
      if (inputTokens > longContext.get(i).above) {
        return longContext.get(i).rates;
      }
    }
    return base;
  }

  boolean longContextAt(long inputTokens) {
    return !longContext.isEmpty() && inputTokens > longContext.get(longContext.size() - 1).above;
  }

  /** Rates of a request whose whole input has more tokens than this. */
  record LongContext(long above, RateTable rates) {}
}
