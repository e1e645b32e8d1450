/** A prompt log under a keyset of Tink: start with {@link dev.telltale.samples.tink.TinkKeys}. */
@NullMarked
package dev.telltale.samples.tink;

import org.jspecify.annotations.NullMarked;
