/**
 * Internal: runs tools for a model, round after round; start with {@code RealToolLoop}. Not for
 * users; it may change in any release.
 */
@NullMarked
package dev.telltale.internal.tools;

import org.jspecify.annotations.NullMarked;
