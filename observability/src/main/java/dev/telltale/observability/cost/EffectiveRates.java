package dev.telltale.observability.cost;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rates of one call: of its day and hour, its service tier and its length.
 *
 * <p>A tier's own rates come first, then a factor for the tier, then the standard rates.
 */
final class EffectiveRates {
  private static final String ANY_RATE = "default";

  private final RateTable rates;
  private final RateTable own;
  private final Map<String, BigDecimal> factors;
  private final boolean longContext;

  private EffectiveRates(
      RateTable rates, RateTable own, Map<String, BigDecimal> factors, boolean longContext) {
    this.rates = rates;
    this.own = own;
    this.factors = factors;
    this.longContext = longContext;
  }

  static EffectiveRates of(
      PricePeriod period,
      String tier,
      @Nullable ProviderPrices provider,
      long inputTokens,
      Set<Reason> reasons) {
    RateCard standard = period.standard();
    RateTable rates = standard.ratesFor(inputTokens);
    boolean longContext = standard.longContextAt(inputTokens);
    if (tier.equals(ProviderPrices.STANDARD_TIER)) {
      return new EffectiveRates(rates, rates, Map.of(), longContext);
    }
    RateCard card = period.tiers().get(tier);
    if (card != null) {
      boolean longTier = card.longContextAt(inputTokens);
      if (longTier && card.longContextDerived()) {
        reasons.add(Reason.RATE_DERIVED);
      }
      RateTable own = card.ratesFor(inputTokens);
      return new EffectiveRates(rates.overlaidBy(own), own, Map.of(), longTier);
    }
    Map<String, BigDecimal> factors =
        provider == null ? null : provider.tierMultipliers().get(tier);
    reasons.add(factors == null ? Reason.SERVICE_TIER_FALLBACK : Reason.TIER_MULTIPLIER);
    return new EffectiveRates(rates, rates, factors == null ? Map.of() : factors, longContext);
  }

  /** Whether the model has a rate of its own for this kind. */
  boolean has(RateKind kind) {
    return rates.has(kind);
  }

  /** The kind whose rate a kind is billed at: itself or the next that has one; null if none. */
  @Nullable RateKind billedAs(RateKind kind) {
    RateKind source = kind;
    while (source != null && !rates.has(source)) {
      source = source.fallback();
    }
    return source;
  }

  /** The rate of a kind that {@link #has} one, in pico-dollars per token and before a factor. */
  long pico(RateKind kind) {
    return rates.pico(kind);
  }

  /** The factor of the tier on a kind of token, or null for none. */
  @Nullable BigDecimal factor(RateKind kind) {
    if (factors.isEmpty()) {
      return null;
    }
    BigDecimal factor = factors.get(kind.key());
    return factor == null ? factors.get(ANY_RATE) : factor;
  }

  /** Whether the tier has no such rate, so that the standard one applies. */
  boolean inherited(RateKind kind) {
    return !own.has(kind);
  }

  boolean longContext() {
    return longContext;
  }
}
