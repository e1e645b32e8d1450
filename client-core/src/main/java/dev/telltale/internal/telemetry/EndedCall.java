package dev.telltale.internal.telemetry;

import dev.telltale.RateLimits;
import dev.telltale.Usage;
import java.util.List;

/**
 * What metrics say of a call that ended.
 *
 * @param seconds from the call to its end
 * @param plainText whether neither side sent anything but text
 * @param finishReasons as on the span
 * @param headroom what the last answer said of the account
 */
record EndedCall(
    double seconds,
    Usage usage,
    boolean failed,
    boolean plainText,
    List<String> finishReasons,
    RateLimits headroom) {}
