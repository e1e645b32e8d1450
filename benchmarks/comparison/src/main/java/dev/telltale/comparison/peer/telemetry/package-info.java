/**
 * Runs one instrumented client in a process of its own and tells what its telemetry was: {@link
 * dev.telltale.comparison.peer.telemetry.TelemetryProgram} is the program.
 */
@NullMarked
package dev.telltale.comparison.peer.telemetry;

import org.jspecify.annotations.NullMarked;
