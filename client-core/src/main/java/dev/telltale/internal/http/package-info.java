/**
 * Internal: HTTP over OkHttp with every dangerous default off; start with {@code Transport}. Not
 * for users; it may change in any release.
 */
@NullMarked
package dev.telltale.internal.http;

import org.jspecify.annotations.NullMarked;
