/**
 * The event stream as the WHATWG defines it, read from okio. Internal: start with {@link
 * dev.telltale.internal.sse.SseReader}.
 */
@NullMarked
package dev.telltale.internal.sse;

import org.jspecify.annotations.NullMarked;
