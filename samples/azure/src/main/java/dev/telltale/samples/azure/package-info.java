/** Azure OpenAI with tokens instead of keys, and a prompt log under a key of Key Vault. */
@NullMarked
package dev.telltale.samples.azure;

import org.jspecify.annotations.NullMarked;
