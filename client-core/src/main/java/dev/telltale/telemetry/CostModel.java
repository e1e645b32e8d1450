package dev.telltale.telemetry;

import dev.telltale.Cost;

/**
 * Prices a finished call.
 *
 * <p>Called on the calling thread before the call's span ends, so it must be quick and must not
 * block. Thread-safe. What it throws never reaches the caller: the call then has the cost {@code
 * unpriced} with the reason {@code internal_error}.
 */
@FunctionalInterface
public interface CostModel {

  /** Returns what the call cost, or why that is not known. */
  Cost price(BilledCall call);
}
