package dev.telltale.internal.pipeline;

import dev.telltale.BreakerPolicy;
import dev.telltale.RetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Internal: how a client deals with providers that fail.
 *
 * @param breaker when a provider is left alone, or null for never
 */
public record Resilience(RetryPolicy retry, @Nullable BreakerPolicy breaker) {}
