/**
 * What an adapter for a vendor implements: bytes in, values out, no I/O.
 *
 * <p>Start with {@link dev.telltale.provider.ChatProvider}. The engine sends what an adapter
 * encodes and hands back what the server answered; retries, timeouts, telemetry and cancellation
 * are not an adapter's business.
 */
@NullMarked
package dev.telltale.provider;

import org.jspecify.annotations.NullMarked;
