/**
 * The nouns of Telltale: a vendor-neutral chat client in which every call is seen.
 *
 * <p>Start with {@link dev.telltale.ChatClient}. A request is a {@link dev.telltale.ChatRequest},
 * an answer a {@link dev.telltale.ChatResponse}, a streamed answer a {@link
 * dev.telltale.ChatStream}; everything that goes wrong is an {@link dev.telltale.LlmException}.
 */
@NullMarked
package dev.telltale;

import org.jspecify.annotations.NullMarked;
