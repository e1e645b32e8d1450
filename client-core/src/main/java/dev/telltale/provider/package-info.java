/**
 * What an adapter for a vendor implements and is handed: bytes in, values out, no I/O. Start with
 * {@link dev.telltale.provider.SseEvent} for what one event of a stream looks like.
 */
@NullMarked
package dev.telltale.provider;

import org.jspecify.annotations.NullMarked;
