package dev.telltale.observability;

import dev.telltale.observability.cost.PriceBook;
import dev.telltale.observability.cost.ReloadablePrices;
import dev.telltale.telemetry.CostModel;
import java.lang.System.Logger;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Says how old the prices are, as models and prices change by the month. */
final class PriceAge {
  private static final Logger LOGGER = System.getLogger(PriceAge.class.getName());
  private static final long OLD_DAYS = 120;

  private final CostModel prices;
  private final InstantSource clock;

  PriceAge(CostModel prices, InstantSource clock) {
    this.prices = prices;
    this.clock = clock;
  }

  /** For the self-check. */
  String state() {
    PriceBook book = book();
    return book == null
        ? "a cost model of your own"
        : "version %s, looked up on %s, %d days ago"
            .formatted(book.version(), book.asOf(), days(book));
  }

  /** Once, when an observability is built. */
  void warnIfOld() {
    PriceBook book = book();
    if (book != null && days(book) > OLD_DAYS) {
      LOGGER.log(
          Logger.Level.WARNING,
          "The prices were looked up on {0}, {1} days ago: costs of newer models are missing or"
              + " off. Use a newer version of telltale-observability, or PriceBook's overrides.",
          book.asOf(),
          days(book));
    }
  }

  private @Nullable PriceBook book() {
    if (prices instanceof ReloadablePrices reloadable) {
      return reloadable.current();
    }
    return prices instanceof PriceBook book ? book : null;
  }

  private long days(PriceBook book) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return ChronoUnit.DAYS.between(book.asOf(), today);
  }
}
