/**
 * What calls report and how they are priced.
 *
 * <p>Start with {@link dev.telltale.telemetry.GenAi}, the list of every telemetry name, and {@link
 * dev.telltale.telemetry.CostModel}, which turns tokens into money.
 */
@NullMarked
package dev.telltale.telemetry;

import org.jspecify.annotations.NullMarked;
