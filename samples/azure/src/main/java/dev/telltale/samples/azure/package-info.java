/** Azure OpenAI with tokens instead of keys. */
@NullMarked
package dev.telltale.samples.azure;

import org.jspecify.annotations.NullMarked;
