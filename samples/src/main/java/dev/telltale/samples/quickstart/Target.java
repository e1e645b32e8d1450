package dev.telltale.samples.quickstart;

import dev.telltale.ErrorKind;
import dev.telltale.openai.OpenAi;
import dev.telltale.provider.ChatProvider;
import dev.telltale.provider.Endpoint;
import dev.telltale.provider.Endpoint.Insecure;
import java.util.Map;

/** The real server that the arguments name, with the key that the environment holds. */
final class Target {
  private static final String OPENAI_URL = "https://api.openai.com/v1";
  private static final String OPENAI_MODEL = "gpt-5-mini";

  private final ChatProvider provider;
  private final boolean keySet;

  private Target(ChatProvider provider, boolean keySet) {
    this.provider = provider;
    this.keySet = keySet;
  }

  /**
   * Returns OpenAI or the server of the base URL.
   *
   * @throws UsageException if no call to it can be made
   */
  static Target of(Arguments arguments, Map<String, String> environment) {
    String key = environment.getOrDefault("OPENAI_API_KEY", "").strip();
    if (arguments.live() && key.isEmpty()) {
      throw new UsageException("--live needs a key: set OPENAI_API_KEY to your OpenAI API key.");
    }
    String baseUrl = arguments.baseUrl() == null ? OPENAI_URL : arguments.baseUrl();
    String model = arguments.model() == null ? OPENAI_MODEL : arguments.model();
    try {
      OpenAi.Builder builder = OpenAi.builder().baseUrl(checked(baseUrl)).model(model);
      if (!key.isEmpty()) {
        builder.apiKey(key);
      }
      return new Target(builder.build(), !key.isEmpty());
    } catch (IllegalArgumentException | IllegalStateException refused) {
      throw new UsageException(refused.getMessage() + ".");
    }
  }

  /** The library's own refusal of plain http names a method; here the way out is another one. */
  private static String checked(String baseUrl) {
    String host = Endpoint.parse(baseUrl, Insecure.ALLOWED).host();
    try {
      Endpoint.parse(baseUrl, Insecure.REFUSED);
    } catch (IllegalArgumentException insecure) {
      throw new UsageException(
          "Plain http to "
              + host
              + " would send key and prompts in clear. Use https, or a tunnel to localhost.");
    }
    return baseUrl;
  }

  ChatProvider provider() {
    return provider;
  }

  /** Where calls go, in one line. */
  String introduction() {
    return provider.info().endpoint()
        + ", model "
        + provider.info().defaultModel()
        + (keySet ? ", key from OPENAI_API_KEY" : ", no key (OPENAI_API_KEY is not set)");
  }

  /** What else to look at after such a failure; empty, or with a space before it. */
  String hint(ErrorKind failure) {
    if (failure != ErrorKind.AUTHENTICATION) {
      return "";
    }
    return keySet ? " It was taken from OPENAI_API_KEY." : " Set OPENAI_API_KEY.";
  }
}
