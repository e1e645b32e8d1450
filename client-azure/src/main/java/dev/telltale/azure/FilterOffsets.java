package dev.telltale.azure;

/**
 * Which part of the text an asynchronous filter has checked, in characters from the start of the
 * prompt.
 *
 * @param check up to where everything has been checked; never decreases within a stream
 * @param start where the part that the verdict is about begins
 * @param end where it ends
 */
public record FilterOffsets(long check, long start, long end) {}
