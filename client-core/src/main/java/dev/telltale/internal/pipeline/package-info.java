/**
 * Internal: the stages every call goes through; start with {@code Pipeline}. Not for users; it may
 * change in any release.
 */
@NullMarked
package dev.telltale.internal.pipeline;

import org.jspecify.annotations.NullMarked;
