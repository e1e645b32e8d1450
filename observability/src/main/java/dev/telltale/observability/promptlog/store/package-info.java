/**
 * The encrypted store of the prompt log: append-only segments in one directory, which many programs
 * share. It knows records as bytes only; {@code docs/prompt-log-format.md} is the format. Start
 * with {@link dev.telltale.observability.promptlog.store.EncryptedSegmentStore} to write, with
 * {@link dev.telltale.observability.promptlog.store.PromptStore} to read, and with {@link
 * dev.telltale.observability.promptlog.store.Keys} for both.
 */
@NullMarked
package dev.telltale.observability.promptlog.store;

import org.jspecify.annotations.NullMarked;
