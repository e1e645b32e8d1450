/**
 * Internal: a streamed answer from its first event to its one end; start with {@code
 * RealChatStream}. Not for users; it may change in any release.
 */
@NullMarked
package dev.telltale.internal.stream;

import org.jspecify.annotations.NullMarked;
