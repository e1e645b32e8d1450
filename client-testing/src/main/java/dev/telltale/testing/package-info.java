/**
 * A test kit for code that calls a model: a scripted OpenAI-compatible server on loopback.
 *
 * <p>Start with {@link dev.telltale.testing.ScriptedServer}; what it says is built with {@link
 * dev.telltale.testing.Scripted}.
 */
@NullMarked
package dev.telltale.testing;

import org.jspecify.annotations.NullMarked;
