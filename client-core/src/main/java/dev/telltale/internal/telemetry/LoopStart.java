package dev.telltale.internal.telemetry;

import dev.telltale.CallOptions;
import dev.telltale.provider.ChatProvider;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a tool loop before its first round.
 *
 * @param name what the loop is called, or null
 * @param provider the one that is asked first
 * @param model the model that it is asked for, or null if that is the provider's choice
 * @param options those of each round
 */
public record LoopStart(
    @Nullable String name, ChatProvider provider, @Nullable String model, CallOptions options) {}
