package dev.telltale.observability.cost;

import static java.util.Objects.requireNonNull;

import dev.telltale.Cost;
import dev.telltale.Usage;
import dev.telltale.observability.cost.CostBreakdown.Component;
import dev.telltale.telemetry.BilledCall;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Works out what a call cost from the prices of its model. Nothing in it is a {@code double}. */
final class CostCalculator {
  private static final int MILLION_DIGITS = 6;
  private static final List<RateKind> KINDS = List.of(RateKind.values());

  private final String priceVersion;
  private final Set<String> multipliers;

  CostCalculator(String priceVersion, Set<String> multipliers) {
    this.priceVersion = priceVersion;
    this.multipliers = Set.copyOf(multipliers);
  }

  CostBreakdown price(BilledCall call, ModelMatch match) {
    ModelPrices model = requireNonNull(match.model());
    Set<Reason> reasons = EnumSet.noneOf(Reason.class);
    reasons.addAll(match.reasons());
    Usage usage = call.usage();
    long input = usage.inputTokens().orElse(0);
    PricePeriod period = PricePeriod.at(call.start(), model.periods());
    String tier = tier(call, match, reasons);
    EffectiveRates rates = EffectiveRates.of(period, tier, match.callProvider(), input);
    if (usage.outputTokens().isEmpty() && rates.has(RateKind.OUTPUT)) {
      return unpriced(Reason.NO_USAGE);
    }
    TokenSplit split = TokenSplit.of(usage, rates);
    if (!split.consistent()) {
      return unpriced(Reason.INCONSISTENT_USAGE);
    }
    List<Component> components = components(split, rates, reasons);
    if (components == null) {
      return unpriced(Reason.RATE_MISSING);
    }
    reasons.addAll(rates.reasons());
    reasons.addAll(split.reasons());

    CostBreakdown.Builder result = new CostBreakdown.Builder();
    result.provider = match.priceProvider();
    result.model = model.id();
    result.serviceTier = tier;
    result.longContext = rates.longContext();
    result.components = components;
    result.multiplier = multiplier(match, model);
    BigDecimal inputUsd = sum(components, false).multiply(result.multiplier);
    BigDecimal outputUsd = sum(components, true).multiply(result.multiplier);
    result.inputUsd = rounded(inputUsd);
    result.outputUsd = rounded(outputUsd);
    result.cost = Cost.of(rounded(inputUsd.add(outputUsd)), priceVersion, Reason.codes(reasons));
    return result.build();
  }

  CostBreakdown unpriced(Reason reason) {
    return CostBreakdown.of(Cost.unpriced(priceVersion, reason.code()));
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

  private static @Nullable List<Component> components(
      TokenSplit split, EffectiveRates rates, Set<Reason> reasons) {
    List<Component> components = new ArrayList<>();
    for (RateKind kind : KINDS) {
      long tokens = split.tokens(kind);
      if (tokens > 0) {
        BigDecimal rate = rates.rate(kind);
        if (rate == null) {
          return null;
        }
        if (rates.inherited(kind)) {
          reasons.add(Reason.RATE_INHERITED);
        }
        BigDecimal usd = rate.multiply(BigDecimal.valueOf(tokens));
        BigDecimal perMillion = plain(rate.movePointRight(MILLION_DIGITS));
        components.add(new Component(kind, tokens, perMillion, plain(usd)));
      }
    }
    return components;
  }

  private BigDecimal multiplier(ModelMatch match, ModelPrices model) {
    BigDecimal product = BigDecimal.ONE;
    for (String name : multipliers) {
      BigDecimal factor = model.multipliers().get(name);
      if (factor == null && match.callProvider() != null) {
        factor = match.callProvider().multipliers().get(name);
      }
      product = factor == null ? product : product.multiply(factor);
    }
    return product;
  }

  private static BigDecimal sum(List<Component> components, boolean output) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Component component : components) {
      if (component.kind().output() == output) {
        sum = sum.add(component.usd());
      }
    }
    return sum;
  }

  private static BigDecimal rounded(BigDecimal usd) {
    return plain(usd.setScale(Math.min(usd.scale(), RateTable.PICO_SCALE), RoundingMode.HALF_UP));
  }

  /** Without trailing zeros, and without an exponent where it is a round number. */
  private static BigDecimal plain(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
