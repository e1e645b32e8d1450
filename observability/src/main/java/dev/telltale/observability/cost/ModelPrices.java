package dev.telltale.observability.cost;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model of a price file.
 *
 * @param provider the provider an override is meant for, or null for any
 * @param multipliers factors on the whole amount, by the name that configuration selects
 */
record ModelPrices(
    String id,
    @Nullable String provider,
    ModelNames names,
    List<PricePeriod> periods,
    Map<String, BigDecimal> multipliers) {
  ModelPrices {
    periods = List.copyOf(periods);
    multipliers = Map.copyOf(multipliers);
  }
}
