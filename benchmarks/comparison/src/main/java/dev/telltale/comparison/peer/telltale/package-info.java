/** Telltale as a client to compare. */
@NullMarked
package dev.telltale.comparison.peer.telltale;

import org.jspecify.annotations.NullMarked;
