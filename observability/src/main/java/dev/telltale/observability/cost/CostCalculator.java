package dev.telltale.observability.cost;

import static java.util.Objects.requireNonNull;

import dev.telltale.Usage;
import dev.telltale.telemetry.BilledCall;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Decides by which rates the tokens of a call are billed. */
final class CostCalculator {
  private final List<String> multipliers;

  CostCalculator(Set<String> multipliers) {
    this.multipliers = List.copyOf(multipliers);
  }

  /**
   * Prices a call to a model that was found.
   *
   * @throws UnpricedException if its tokens cannot be billed
   */
  PricedCall price(BilledCall call, ModelMatch match) throws UnpricedException {
    ModelPrices model = requireNonNull(match.model());
    Set<Reason> reasons = EnumSet.noneOf(Reason.class);
    reasons.addAll(match.reasons());
    String tier = tier(call, match, reasons);
    Usage usage = call.usage();
    PricePeriod period = PricePeriod.at(call.start(), model.periods());
    EffectiveRates rates =
        EffectiveRates.of(
            period, tier, match.callProvider(), usage.inputTokens().orElse(0), reasons);
    if (usage.outputTokens().isEmpty() && rates.has(RateKind.OUTPUT)) {
      throw new UnpricedException(Reason.NO_USAGE);
    }
    TokenSplit split = TokenSplit.of(usage, rates, reasons);
    if (!split.consistent()) {
      throw new UnpricedException(Reason.INCONSISTENT_USAGE);
    }
    checkRates(split, rates, reasons);
    return new PricedCall(match, tier, rates, split, multiplier(match, model), reasons);
  }

  /** The tier of the answer, as a provider may serve another one than was asked for. */
  private static String tier(BilledCall call, ModelMatch match, Set<Reason> reasons) {
    String served = call.responseServiceTier();
    if (served != null && !served.isBlank()) {
      return ProviderPrices.serviceTier(match.callProvider(), served);
    }
    String asked = ProviderPrices.serviceTier(match.callProvider(), call.requestServiceTier());
    if (!asked.equals(ProviderPrices.STANDARD_TIER)) {
      reasons.add(Reason.SERVICE_TIER_FROM_REQUEST);
    }
    return asked;
  }

  private static void checkRates(TokenSplit split, EffectiveRates rates, Set<Reason> reasons)
      throws UnpricedException {
    for (RateKind kind : RateKind.KINDS) {
      if (split.tokens(kind) > 0) {
        RateKind billed = rates.billedAs(kind);
        if (billed == null) {
          throw new UnpricedException(Reason.RATE_MISSING);
        }
        if (rates.inherited(billed)) {
          reasons.add(Reason.RATE_INHERITED);
        }
      }
    }
  }

  private BigDecimal multiplier(ModelMatch match, ModelPrices model) {
    BigDecimal product = BigDecimal.ONE;
    for (int i = 0; i < multipliers.size(); i++) {
      BigDecimal factor = model.multipliers().get(multipliers.get(i));
      if (factor == null && match.callProvider() != null) {
        factor = match.callProvider().multipliers().get(multipliers.get(i));
      }
      product = factor == null ? product : product.multiply(factor);
    }
    return product;
  }
}
