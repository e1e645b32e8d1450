package dev.telltale.observability.promptlog;

/**
 * What a prompt log has done since it was started.
 *
 * @param written records that every sink took
 * @param rateLimited calls left out because too many came in a second
 * @param overflowed calls left out because too many waited to be written
 * @param failedWrites times that a sink did not take a record or could not make it safe
 * @param withoutContent records kept without content because the redactor failed
 */
public record PromptLogCounts(
    long written, long rateLimited, long overflowed, long failedWrites, long withoutContent) {}
