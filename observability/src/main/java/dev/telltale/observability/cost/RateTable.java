package dev.telltale.observability.cost;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prices by kind of token, in US dollars per token.
 *
 * <p>Every rate has scale 12, so that it is a whole number of pico-dollars: {@link BigDecimal} then
 * multiplies and adds in {@code long} and turns to big integers only where a {@code long} is too
 * short.
 */
final class RateTable {
  static final int PICO_SCALE = 12;
  private static final int MILLION_DIGITS = 6;

  private final Map<RateKind, BigDecimal> rates;

  private RateTable(Map<RateKind, BigDecimal> rates) {
    this.rates = rates;
  }

  static Builder builder() {
    return new Builder();
  }

  @Nullable BigDecimal rate(RateKind kind) {
    return rates.get(kind);
  }

  boolean has(RateKind kind) {
    return rates.containsKey(kind);
  }

  /** These rates, replaced by those that the other table names. */
  RateTable overlaidBy(RateTable other) {
    Map<RateKind, BigDecimal> merged = new EnumMap<>(rates);
    merged.putAll(other.rates);
    return new RateTable(merged);
  }

  static final class Builder {
    private final Map<RateKind, BigDecimal> rates = new EnumMap<>(RateKind.class);

    private Builder() {}

    /**
     * Sets a rate in US dollars per million tokens.
     *
     * @throws IllegalArgumentException if it is negative or finer than 6 decimals
     */
    Builder perMillion(RateKind kind, String usd) {
      BigDecimal rate = PriceText.decimal(kind.key(), usd);
      if (rate.stripTrailingZeros().scale() > PICO_SCALE - MILLION_DIGITS) {
        throw new IllegalArgumentException(kind.key() + " has more than 6 decimals");
      }
      rates.put(kind, rate.movePointLeft(MILLION_DIGITS).setScale(PICO_SCALE));
      return this;
    }

    RateTable build() {
      return new RateTable(new EnumMap<>(rates));
    }
  }
}
