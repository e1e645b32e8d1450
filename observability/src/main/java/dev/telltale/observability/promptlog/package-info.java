/**
 * The prompt log: what was asked and answered in calls that went wrong, and in a sample of those
 * that went well, redacted and kept where nobody else can read it. Start with {@link
 * dev.telltale.observability.promptlog.PromptLog}.
 */
@NullMarked
package dev.telltale.observability.promptlog;

import org.jspecify.annotations.NullMarked;
