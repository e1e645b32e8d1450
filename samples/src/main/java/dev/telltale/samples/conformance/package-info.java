/**
 * Small programs whose telemetry an outside checker of the OpenTelemetry conventions can judge;
 * each is one scenario of its suite. Start with {@code InferenceScenario}.
 */
@NullMarked
package dev.telltale.samples.conformance;

import org.jspecify.annotations.NullMarked;
