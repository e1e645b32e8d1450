package dev.telltale.openai;

import java.util.Map;

/** The hosts that give away who the server is. */
final class KnownHosts {
  static final Map<String, CompatProfile> PROFILES =
      Map.ofEntries(
          Map.entry("api.openai.com", CompatProfile.OPENAI),
          Map.entry("openai.azure.com", CompatProfile.AZURE),
          Map.entry("services.ai.azure.com", CompatProfile.AZURE),
          Map.entry("api.groq.com", CompatProfile.GROQ),
          Map.entry("api.mistral.ai", CompatProfile.MISTRAL),
          Map.entry("codestral.mistral.ai", CompatProfile.MISTRAL),
          Map.entry("api.deepseek.com", CompatProfile.DEEPSEEK),
          Map.entry("openrouter.ai", CompatProfile.OPENROUTER),
          Map.entry("api.together.xyz", CompatProfile.TOGETHER),
          Map.entry("api.together.ai", CompatProfile.TOGETHER),
          Map.entry("generativelanguage.googleapis.com", CompatProfile.GEMINI),
          Map.entry("api.x.ai", CompatProfile.XAI));

  private KnownHosts() {}

  /**
   * The profile of a host or of the domain it is in, such as {@code eu.api.openai.com}, else the
   * generic one.
   *
   * @param host in lower case
   */
  static CompatProfile profile(String host) {
    String name = host;
    while (true) {
      CompatProfile profile = PROFILES.get(name);
      if (profile != null) {
        return profile;
      }
      int dot = name.indexOf('.');
      if (dot < 0) {
        return CompatProfile.GENERIC;
      }
      name = name.substring(dot + 1);
    }
  }
}
