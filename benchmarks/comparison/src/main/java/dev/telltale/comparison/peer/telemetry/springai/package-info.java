/** Spring AI with its observation, as a client to compare. */
@NullMarked
package dev.telltale.comparison.peer.telemetry.springai;

import org.jspecify.annotations.NullMarked;
