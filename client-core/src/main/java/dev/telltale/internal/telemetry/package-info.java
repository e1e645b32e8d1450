/**
 * Internal: native OpenTelemetry instrumentation; start with {@code ChatInstrumenter}. Not for
 * users; it may change in any release.
 */
@NullMarked
package dev.telltale.internal.telemetry;

import org.jspecify.annotations.NullMarked;
