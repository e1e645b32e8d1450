package dev.telltale.azure;

/** The scopes that tokens have where the user names none. */
final class TokenScopes {
  private static final String COGNITIVE_SERVICES = "https://cognitiveservices.azure.%s/.default";
  private static final String FOUNDRY = "https://ai.azure.com/.default";

  private TokenScopes() {}

  /** By the kind of URL in the public cloud; a sovereign cloud has one of its own for both. */
  static String of(String host, PathMode mode) {
    if (host.endsWith(".azure.us") || host.endsWith(".azure-api.us")) {
      return COGNITIVE_SERVICES.formatted("us");
    }
    if (host.endsWith(".azure.cn") || host.endsWith(".azure-api.cn")) {
      return COGNITIVE_SERVICES.formatted("cn");
    }
    return mode == PathMode.V1 ? FOUNDRY : COGNITIVE_SERVICES.formatted("com");
  }
}
