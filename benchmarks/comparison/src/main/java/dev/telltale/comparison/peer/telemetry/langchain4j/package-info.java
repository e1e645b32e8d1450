/** langchain4j with a listener, as a client to compare. */
@NullMarked
package dev.telltale.comparison.peer.telemetry.langchain4j;

import org.jspecify.annotations.NullMarked;
