package dev.telltale.observability.cost;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An exact sum of US dollars: whole pico-dollars in a {@code long} while they fit, and a {@link
 * BigDecimal} for fractions of them and for what is larger.
 */
final class UsdSum {
  private long pico;
  private BigDecimal rest = BigDecimal.ZERO;

  /**
   * Adds what tokens cost.
   *
   * @param rate in pico-dollars per token
   * @param factor on the rate, or null for none
   */
  void add(long tokens, long rate, @Nullable BigDecimal factor) {
    if (factor != null) {
      rest = rest.add(exact(tokens, rate).multiply(factor));
      return;
    }
    try {
      pico = Math.addExact(pico, Math.multiplyExact(tokens, rate));
    } catch (ArithmeticException tooLarge) {
      rest = rest.add(exact(tokens, rate));
    }
  }

  BigDecimal total() {
    BigDecimal whole = BigDecimal.valueOf(pico, RateTable.PICO_SCALE);
    return rest.signum() == 0 ? whole : whole.add(rest);
  }

  private static BigDecimal exact(long tokens, long rate) {
    return BigDecimal.valueOf(rate, RateTable.PICO_SCALE).multiply(BigDecimal.valueOf(tokens));
  }
}
