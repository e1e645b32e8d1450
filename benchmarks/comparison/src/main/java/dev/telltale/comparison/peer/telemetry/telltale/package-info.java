/** Telltale with an OpenTelemetry, as a client to compare. */
@NullMarked
package dev.telltale.comparison.peer.telemetry.telltale;

import org.jspecify.annotations.NullMarked;
