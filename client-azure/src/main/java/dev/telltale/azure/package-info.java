/**
 * Azure OpenAI: its endpoints, credentials and content filters, on the codec of {@code
 * dev.telltale.openai.wire}. Start with {@link dev.telltale.azure.AzureOpenAi}.
 */
@NullMarked
package dev.telltale.azure;

import org.jspecify.annotations.NullMarked;
