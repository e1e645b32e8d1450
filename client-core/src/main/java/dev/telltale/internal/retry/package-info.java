/**
 * Internal: whether, when and how often a call is tried again; start with {@code RetryRules}. Not
 * for users; it may change in any release.
 */
@NullMarked
package dev.telltale.internal.retry;

import org.jspecify.annotations.NullMarked;
