/**
 * What calls cost, from a table of published prices.
 *
 * <p>Start with {@link dev.telltale.observability.cost.PriceBook}: it is the {@link
 * dev.telltale.telemetry.CostModel} that gives calls their cost. Amounts are exact decimals; a call
 * that cannot be priced has a reason and no amount.
 */
@NullMarked
package dev.telltale.observability.cost;

import org.jspecify.annotations.NullMarked;
