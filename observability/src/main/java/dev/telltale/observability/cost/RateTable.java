package dev.telltale.observability.cost;

import java.math.BigDecimal;
import java.util.Arrays;

/**
 * Prices by kind of token, in pico-dollars per token.
 *
 * <p>Price lists have six decimals per million tokens at most, so every rate is a whole number of
 * them.
 */
final class RateTable {
  static final int PICO_SCALE = 12;
  private static final int MILLION_DIGITS = 6;
  private static final long ABSENT = -1;

  private final long[] pico;

  private RateTable(long[] pico) {
    this.pico = pico;
  }

  static Builder builder() {
    return new Builder();
  }

  boolean has(RateKind kind) {
    return pico[kind.index()] != ABSENT;
  }

  /** The rate of a kind that {@link #has} one, in pico-dollars per token. */
  long pico(RateKind kind) {
    return pico[kind.index()];
  }

  /** These rates, replaced by those that the other table names. */
  RateTable overlaidBy(RateTable other) {
    long[] merged = pico.clone();
    for (int i = 0; i < merged.length; i++) {
      if (other.pico[i] != ABSENT) {
        merged[i] = other.pico[i];
      }
    }
    return new RateTable(merged);
  }

  static final class Builder {
    private final long[] pico = new long[RateKind.KINDS.size()];

    private Builder() {
      Arrays.fill(pico, ABSENT);
    }

    /**
     * Sets a rate in US dollars per million tokens.
     *
     * @throws IllegalArgumentException if it is negative, too large or finer than 6 decimals
     */
    Builder perMillion(RateKind kind, String usd) {
      BigDecimal rate = PriceText.decimal(kind.key(), usd).movePointRight(MILLION_DIGITS);
      if (rate.stripTrailingZeros().scale() > 0) {
        throw new IllegalArgumentException(kind.key() + " has more than 6 decimals");
      }
      if (rate.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
        throw new IllegalArgumentException(kind.key() + " is too large");
      }
      pico[kind.index()] = rate.longValueExact();
      return this;
    }

    RateTable build() {
      return new RateTable(pico.clone());
    }
  }
}
