package dev.telltale.observability.cost;

import static java.util.Objects.requireNonNull;

import dev.telltale.Cost;
import dev.telltale.telemetry.BilledCall;
import dev.telltale.telemetry.CostModel;
import java.util.concurrent.atomic.AtomicLong;
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
  private final AtomicLong reloads = new AtomicLong();

  private final Object lock = new Object();
  private long newest; // Guarded by lock: the reload that current is of.
  private volatile PriceBook current; // Written under lock.

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

  /**
   * Asks the source again. What it throws passes through, and the prices stay as they are. Of
   * reloads at the same time the one that was called last decides, whichever ends first.
   */
  public void reload() {
    long reload = reloads.incrementAndGet();
    PriceBook prices = requireNonNull(source.get(), "prices");
    synchronized (lock) {
      if (reload > newest) {
        newest = reload;
        current = prices;
      }
    }
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
