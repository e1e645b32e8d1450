package dev.telltale.observability.cost;

import static java.util.Objects.requireNonNull;

import dev.telltale.Cost;
import dev.telltale.observability.cost.CostBreakdown.Component;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The tokens of a call and the rates they are billed at. Nothing in it is a {@code double}.
 *
 * @param multiplier on the whole amount
 */
record PricedCall(
    ModelMatch match,
    String tier,
    EffectiveRates rates,
    TokenSplit split,
    BigDecimal multiplier,
    Set<Reason> reasons) {
  private static final int MILLION_DIGITS = 6;

  Cost cost(String priceVersion) {
    UsdSum sum = new UsdSum();
    for (RateKind kind : RateKind.KINDS) {
      add(kind, sum);
    }
    BigDecimal usd = rounded(multiplied(sum.total()));
    return Cost.of(usd, priceVersion, Reason.codes(reasons));
  }

  CostBreakdown breakdown(String priceVersion) {
    CostBreakdown.Builder breakdown = new CostBreakdown.Builder();
    breakdown.cost = cost(priceVersion);
    breakdown.provider = match.priceProvider();
    breakdown.model = requireNonNull(match.model()).id();
    breakdown.serviceTier = tier;
    breakdown.longContext = rates.longContext();
    breakdown.multiplier = multiplier;
    UsdSum input = new UsdSum();
    UsdSum output = new UsdSum();
    List<Component> components = new ArrayList<>();
    for (RateKind kind : RateKind.KINDS) {
      add(kind, kind.output() ? output : input);
      if (split.tokens(kind) > 0) {
        components.add(component(kind));
      }
    }
    breakdown.components = components;
    breakdown.inputUsd = rounded(multiplied(input.total()));
    breakdown.outputUsd = rounded(multiplied(output.total()));
    return breakdown.build();
  }

  private void add(RateKind kind, UsdSum sum) {
    long tokens = split.tokens(kind);
    if (tokens > 0) {
      RateKind billed = requireNonNull(rates.billedAs(kind));
      sum.add(tokens, rates.pico(billed), rates.factor(kind));
    }
  }

  private Component component(RateKind kind) {
    UsdSum one = new UsdSum();
    one.add(1, rates.pico(requireNonNull(rates.billedAs(kind))), rates.factor(kind));
    UsdSum all = new UsdSum();
    add(kind, all);
    return new Component(
        kind,
        split.tokens(kind),
        plain(one.total().movePointRight(MILLION_DIGITS)),
        plain(all.total()));
  }

  private BigDecimal multiplied(BigDecimal usd) {
    return multiplier.compareTo(BigDecimal.ONE) == 0 ? usd : usd.multiply(multiplier);
  }

  private static BigDecimal rounded(BigDecimal usd) {
    return plain(
        usd.scale() <= RateTable.PICO_SCALE
            ? usd
            : usd.setScale(RateTable.PICO_SCALE, RoundingMode.HALF_UP));
  }

  /** Without trailing zeros, and without an exponent where it is a round number. */
  private static BigDecimal plain(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
