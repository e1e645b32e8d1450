package dev.telltale.internal.telemetry;

import dev.telltale.Usage;

/**
 * What metrics say of a call that ended.
 *
 * @param seconds from the call to its end
 * @param plainText whether neither side sent anything but text
 */
record EndedCall(double seconds, Usage usage, boolean failed, boolean plainText) {}
