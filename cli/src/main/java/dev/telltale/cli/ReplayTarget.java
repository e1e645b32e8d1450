package dev.telltale.cli;

import dev.telltale.openai.CompatProfile;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a replay goes.
 *
 * @param baseUrl empty if none was given
 * @param local whether it is this machine, by what is written: no name is looked up
 */
record ReplayTarget(String baseUrl, boolean local) {
  private static final List<CompatProfile> PROFILES =
      List.of(
          CompatProfile.OPENAI,
          CompatProfile.AZURE,
          CompatProfile.LLAMA_CPP,
          CompatProfile.VLLM,
          CompatProfile.OLLAMA,
          CompatProfile.LM_STUDIO,
          CompatProfile.GROQ,
          CompatProfile.MISTRAL,
          CompatProfile.DEEPSEEK,
          CompatProfile.OPENROUTER,
          CompatProfile.TOGETHER,
          CompatProfile.GEMINI,
          CompatProfile.XAI,
          CompatProfile.LITELLM);

  static ReplayTarget of(@Nullable String baseUrl, boolean toProvider) {
    if (baseUrl == null) {
      if (toProvider) {
        throw CommandFailure.usage("Name the provider: --to-provider --base-url URL.");
      }
      return new ReplayTarget("", true);
    }
    boolean local = local(baseUrl);
    if (!local && !toProvider) {
      throw CommandFailure.usage(
          "This host is not the machine itself. To send it the prompt, add --to-provider.");
    }
    return new ReplayTarget(baseUrl, local);
  }

  boolean isGiven() {
    return !baseUrl.isEmpty();
  }

  /** How requests to the provider of a record are written and priced. */
  static CompatProfile profile(String provider) {
    return PROFILES.stream()
        .filter(profile -> profile.providerName().equals(provider))
        .findFirst()
        .orElse(CompatProfile.GENERIC);
  }

  private static boolean local(String url) {
    try {
      String host = new URI(url).getHost();
      if (host == null) {
        throw CommandFailure.usage("The base URL has no host.");
      }
      String name = host.toLowerCase(Locale.ROOT);
      return name.equals("localhost")
          || name.equals("[::1]")
          || name.matches("127(\\.\\d{1,3}){3}");
    } catch (URISyntaxException malformed) {
      throw CommandFailure.usage("The base URL is no URL.");
    }
  }
}
