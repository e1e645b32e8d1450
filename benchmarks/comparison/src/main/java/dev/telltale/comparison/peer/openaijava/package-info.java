/** openai-java as a client to compare. */
@NullMarked
package dev.telltale.comparison.peer.openaijava;

import org.jspecify.annotations.NullMarked;
