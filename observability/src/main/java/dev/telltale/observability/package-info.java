/**
 * An OpenTelemetry SDK for chat calls, with exporters switched on by flags and calls priced.
 *
 * <p>Start with {@link dev.telltale.observability.Observability}. It gives a {@link
 * dev.telltale.Telemetry} to every {@link dev.telltale.ChatClient} that is to be seen.
 */
@NullMarked
package dev.telltale.observability;

import org.jspecify.annotations.NullMarked;
