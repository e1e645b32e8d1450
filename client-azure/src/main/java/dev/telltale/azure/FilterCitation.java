package dev.telltale.azure;

import org.jspecify.annotations.Nullable;

/**
 * Where protected code was found.
 *
 * @param url the address of the source, or null
 * @param license the license it is under, or null
 */
public record FilterCitation(@Nullable String url, @Nullable String license) {}
