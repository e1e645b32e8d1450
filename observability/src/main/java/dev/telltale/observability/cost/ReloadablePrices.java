package dev.telltale.observability.cost;

import static java.util.Objects.requireNonNull;

import dev.telltale.Cost;
import dev.telltale.telemetry.BilledCall;
import dev.telltale.telemetry.CostModel;
import java.util.function.Supplier;

/**
 * Prices that can be exchanged while calls go on.
 *
 * <pre>{@code
 * ReloadablePrices prices =
 *     ReloadablePrices.from(() -> PriceBook.builder().overrides(Path.of("prices.json")).build());
 * scheduler.scheduleAtFixedRate(prices::reload, 1, 1, TimeUnit.HOURS);
 * }</pre>
 *
 * <p>Thread-safe. A call is priced as a whole by the book of the moment in which it ends. Nothing
 * is read by itself, at any time: when, and from where, is up to the user.
 */
public final class ReloadablePrices implements CostModel {
  private final Supplier<PriceBook> source;
  private volatile PriceBook current;

  private ReloadablePrices(Supplier<PriceBook> source) {
    this.source = source;
    this.current = requireNonNull(source.get(), "prices");
  }

  /**
   * Returns the prices that the source gives now and at each reload. What it throws passes through.
   */
  public static ReloadablePrices from(Supplier<PriceBook> source) {
    return new ReloadablePrices(requireNonNull(source, "source"));
  }

  /** Asks the source again. What it throws passes through, and the prices stay as they are. */
  public void reload() {
    current = requireNonNull(source.get(), "prices");
  }

  /** The prices of this moment. */
  public PriceBook current() {
    return current;
  }

  @Override
  public Cost price(BilledCall call) {
    return current.price(call);
  }
}
