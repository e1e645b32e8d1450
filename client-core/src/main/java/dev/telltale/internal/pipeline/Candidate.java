package dev.telltale.internal.pipeline;

import static java.util.Objects.requireNonNull;

import dev.telltale.ChatRequest;
import dev.telltale.provider.ChatProvider;
import org.jspecify.annotations.Nullable;

/**
 * Internal: a provider that calls of a client may be sent to.
 *
 * @param model the model to ask it for whatever the request names, or null for the request's own,
 *     else the provider's default
 */
public record Candidate(ChatProvider provider, @Nullable String model) {
  /** Creates a candidate. */
  public Candidate {
    requireNonNull(provider, "provider");
  }

  /**
   * What a request is to ask of this candidate.
   *
   * @throws IllegalStateException if no model is named anywhere
   */
  Target target(ChatRequest request) {
    String asked = model == null ? request.model() : model;
    String named = asked == null ? provider.info().defaultModel() : asked;
    if (named == null) {
      throw new IllegalStateException(
          "No model is named for the provider "
              + provider.info().name()
              + "; set one on the provider's builder, on the request or with the fallback");
    }
    return new Target(provider, named);
  }

  /** A provider and the model that one call asks it for. */
  record Target(ChatProvider provider, String model) {}
}
