package dev.telltale.provider;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What telemetry and the engine need to know about a provider.
 *
 * @param name the value of {@code gen_ai.provider.name}, such as {@code openai}
 * @param endpoint where requests go
 * @param defaultModel the model of a request that names none, or null if each request must
 */
public record ProviderInfo(String name, Endpoint endpoint, @Nullable String defaultModel) {
  /** Creates the information. */
  public ProviderInfo {
    requireNonNull(name, "name");
    requireNonNull(endpoint, "endpoint");
  }
}
