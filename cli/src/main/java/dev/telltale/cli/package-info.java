/**
 * {@code llm-log}, the command-line tool for encrypted prompt logs: {@code docs/prompt-log.md} has
 * its commands. {@link dev.telltale.cli.LlmLog} is where it starts.
 */
@NullMarked
package dev.telltale.cli;

import org.jspecify.annotations.NullMarked;
