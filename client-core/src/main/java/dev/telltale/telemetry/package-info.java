/**
 * What calls report and how they are priced.
 *
 * <p>Start with {@link dev.telltale.telemetry.GenAi}, the list of every telemetry name, and {@link
 * dev.telltale.telemetry.CostModel}, which turns tokens into money. {@link
 * dev.telltale.telemetry.InteractionListener} is the hook for what is to see finished calls whole.
 */
@NullMarked
package dev.telltale.telemetry;

import org.jspecify.annotations.NullMarked;
