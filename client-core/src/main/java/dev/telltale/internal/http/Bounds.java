package dev.telltale.internal.http;

/**
 * How much of an answer is read.
 *
 * @param bodyBytes of a whole answer, and of one event of a stream
 * @param streamEvents of a stream
 * @param streamTextBytes of a stream's text, of whatever kind, in UTF-8
 */
public record Bounds(long bodyBytes, long streamEvents, long streamTextBytes) {}
