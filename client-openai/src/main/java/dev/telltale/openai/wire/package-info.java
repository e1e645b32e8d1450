/**
 * The chat completions wire format, for authors of adapters: what writes a request and reads whole
 * answers, streams and errors.
 *
 * <p>Reading is tolerant: every member of an answer is optional, unknown members and members of an
 * unexpected type are skipped. What is not JSON, or ends early, is an {@link java.io.IOException}
 * without anything from the wire in its message; nesting beyond 254 levels is a {@link
 * com.squareup.moshi.JsonDataException}. Start with {@link
 * dev.telltale.openai.wire.ResponseReader}.
 */
@NullMarked
package dev.telltale.openai.wire;

import org.jspecify.annotations.NullMarked;
