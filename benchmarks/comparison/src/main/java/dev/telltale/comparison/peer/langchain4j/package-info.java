/** langchain4j as a client to compare. */
@NullMarked
package dev.telltale.comparison.peer.langchain4j;

import org.jspecify.annotations.NullMarked;
