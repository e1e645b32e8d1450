/**
 * OpenAI and servers that speak its chat completions protocol.
 *
 * <p>Start with {@link dev.telltale.openai.OpenAi}, which builds the provider a {@link
 * dev.telltale.ChatClient} takes.
 */
@NullMarked
package dev.telltale.openai;

import org.jspecify.annotations.NullMarked;
