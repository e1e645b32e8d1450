package dev.telltale.observability.cost;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.EnumSet;
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
  private final Set<Reason> reasons;
  private final boolean longContext;

  private EffectiveRates(
      RateTable rates,
      RateTable own,
      Map<String, BigDecimal> factors,
      Set<Reason> reasons,
      boolean longContext) {
    this.rates = rates;
    this.own = own;
    this.factors = factors;
    this.reasons = reasons;
    this.longContext = longContext;
  }

  static EffectiveRates of(
      PricePeriod period, String tier, @Nullable ProviderPrices provider, long inputTokens) {
    Set<Reason> reasons = EnumSet.noneOf(Reason.class);
    RateCard standard = period.standard();
    RateTable rates = standard.ratesFor(inputTokens);
    boolean longContext = standard.longContextAt(inputTokens);
    RateCard card = period.tiers().get(tier);
    if (tier.equals(ProviderPrices.STANDARD_TIER)) {
      return new EffectiveRates(rates, rates, Map.of(), reasons, longContext);
    }
    if (card != null) {
      boolean longTier = card.longContextAt(inputTokens);
      if (longTier && card.longContextDerived()) {
        reasons.add(Reason.RATE_DERIVED);
      }
      RateTable own = card.ratesFor(inputTokens);
      return new EffectiveRates(rates.overlaidBy(own), own, Map.of(), reasons, longTier);
    }
    Map<String, BigDecimal> factors =
        provider == null ? null : provider.tierMultipliers().get(tier);
    reasons.add(factors == null ? Reason.SERVICE_TIER_FALLBACK : Reason.TIER_MULTIPLIER);
    return new EffectiveRates(
        rates, rates, factors == null ? Map.of() : factors, reasons, longContext);
  }

  /** Whether the model has a rate of its own for this kind. */
  boolean has(RateKind kind) {
    return rates.has(kind);
  }

  /** The rate in US dollars per token, of the next kind that has one; null if none has. */
  @Nullable BigDecimal rate(RateKind kind) {
    RateKind source = source(kind);
    if (source == null) {
      return null;
    }
    BigDecimal rate = requireNonNull(rates.rate(source));
    BigDecimal factor = factors.get(kind.key());
    if (factor == null) {
      factor = factors.get(ANY_RATE);
    }
    return factor == null ? rate : rate.multiply(factor);
  }

  /** Whether the tier has no such rate, so that the standard one applies. */
  boolean inherited(RateKind kind) {
    RateKind source = source(kind);
    return source != null && !own.has(source);
  }

  Set<Reason> reasons() {
    return reasons;
  }

  boolean longContext() {
    return longContext;
  }

  private @Nullable RateKind source(RateKind kind) {
    RateKind source = kind;
    while (source != null && !rates.has(source)) {
      source = source.fallback();
    }
    return source;
  }
}
