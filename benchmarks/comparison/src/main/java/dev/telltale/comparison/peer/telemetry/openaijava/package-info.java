/** openai-java with opentelemetry-openai-java, as a client to compare. */
@NullMarked
package dev.telltale.comparison.peer.telemetry.openaijava;

import org.jspecify.annotations.NullMarked;
