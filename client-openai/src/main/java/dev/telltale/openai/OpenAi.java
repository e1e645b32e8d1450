package dev.telltale.openai;

import static java.util.Objects.requireNonNull;

import dev.telltale.provider.ChatProvider;
import dev.telltale.provider.Credential;
import dev.telltale.provider.Endpoint;
import dev.telltale.provider.Endpoint.Insecure;
import dev.telltale.provider.ProviderInfo;
import dev.telltale.provider.Secret;
import dev.telltale.provider.TokenSource;
import dev.telltale.provider.WireHeaders;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes providers for OpenAI and for servers that speak its chat completions protocol.
 *
 * <pre>{@code
 * ChatProvider openAi = OpenAi.builder().fromEnv().model("gpt-5-mini").build();
 * ChatProvider local =
 *     OpenAi.builder()
 *         .baseUrl("http://localhost:11434/v1")
 *         .profile(CompatProfile.OLLAMA)
 *         .model("llama3.2")
 *         .build();
 *
 * try (ChatClient client = ChatClient.builder(openAi).build()) {
 *   String text = client.chat("Name three rivers.").text();
 * }
 * }</pre>
 *
 * <p>Environment variables, read by {@link Builder#fromEnv()} only: {@code OPENAI_API_KEY}, {@code
 * OPENAI_BASE_URL}, {@code OPENAI_ORG_ID}, {@code OPENAI_PROJECT_ID}.
 */
public final class OpenAi {
  private static final String DEFAULT_BASE_URL = "https://api.openai.com/v1";

  private OpenAi() {}

  /**
   * A provider with everything from the environment, and without a default model.
   *
   * @throws IllegalStateException if there is no key and the host is OpenAI's
   * @throws IllegalArgumentException if a variable holds what its setter refuses
   */
  public static ChatProvider fromEnv() {
    return builder().fromEnv().build();
  }

  /** Returns a builder for OpenAI itself, without a key. */
  public static Builder builder() {
    return builder(System::getenv);
  }

  static Builder builder(Function<String, @Nullable String> environment) {
    return new Builder(environment);
  }

  /**
   * Collects what a provider needs. Later calls win over earlier ones. Not thread-safe.
   *
   * <p>Defaults: the base URL is {@code https://api.openai.com/v1}; the profile is guessed from the
   * host; nothing else is set.
   */
  public static final class Builder {
    private final Function<String, @Nullable String> environment;
    private String baseUrl = DEFAULT_BASE_URL;
    private Insecure insecure = Insecure.REFUSED;
    private @Nullable Credential credential;
    private @Nullable String model;
    private @Nullable CompatProfile profile;
    private WireHeaders headers = WireHeaders.none();

    private Builder(Function<String, @Nullable String> environment) {
      this.environment = environment;
    }

    /**
     * Takes what the environment sets; a variable that is missing or blank changes nothing.
     *
     * @throws IllegalArgumentException if a variable holds what its setter refuses
     */
    public Builder fromEnv() {
      fromEnv("OPENAI_API_KEY", this::apiKey);
      fromEnv("OPENAI_BASE_URL", this::baseUrl);
      fromEnv("OPENAI_ORG_ID", this::organization);
      fromEnv("OPENAI_PROJECT_ID", this::project);
      return this;
    }

    private void fromEnv(String variable, Consumer<String> setter) {
      String value = environment.apply(variable);
      if (value == null || value.isBlank()) {
        return;
      }
      try {
        setter.accept(value.strip());
      } catch (IllegalArgumentException refused) {
        throw new IllegalArgumentException(variable + ": " + refused.getMessage(), refused);
      }
    }

    /**
     * Sets the key. Servers other than OpenAI's may do without.
     *
     * @throws IllegalArgumentException if it is blank or cannot stand in a header
     */
    public Builder apiKey(String apiKey) {
      this.credential = Credential.bearer(Secret.of(requireNonNull(apiKey, "apiKey")));
      return this;
    }

    /**
     * Sets where tokens come from, in place of a key. The supplier is asked once per attempt, on
     * the thread that makes the call, so it keeps what it has fetched; it is thread-safe. A token
     * that the server refuses with HTTP 401 is followed by one more attempt with the next one; a
     * {@link TokenSource} is told of it. What the supplier throws becomes the cause of an {@link
     * dev.telltale.AuthenticationException}.
     */
    public Builder token(Supplier<String> tokens) {
      this.credential = Credential.bearer(tokens);
      return this;
    }

    /**
     * Sets the URL that {@code chat/completions} is added to, such as {@code
     * http://localhost:8000/v1}.
     *
     * @throws IllegalArgumentException if it is not a usable base URL
     */
    public Builder baseUrl(String baseUrl) {
      String path = Endpoint.parse(baseUrl, Insecure.ALLOWED).toString();
      if (path.replaceAll("/+$", "").endsWith("/chat/completions")) {
        throw new IllegalArgumentException(
            "The base URL is that of an operation; give the part before /chat/completions, which"
                + " is added");
      }
      this.baseUrl = baseUrl;
      return this;
    }

    /**
     * Sets which server it is, which decides how requests are written where servers differ, under
     * which name they are reported and by which prices they are priced.
     *
     * <p>Without it the host decides: those of OpenAI, Groq, Mistral, DeepSeek, OpenRouter,
     * Together, Gemini and xAI are known, every other one is {@link CompatProfile#GENERIC}. So name
     * the profile of a local server, and {@link CompatProfile#OPENAI} for a gateway to OpenAI.
     */
    public Builder profile(CompatProfile profile) {
      this.profile = requireNonNull(profile, "profile");
      return this;
    }

    /**
     * Sets the model of requests that name none.
     *
     * @throws IllegalArgumentException if it is blank
     */
    public Builder model(String model) {
      if (requireNonNull(model, "model").isBlank()) {
        throw new IllegalArgumentException("model is blank; name one, such as gpt-5-mini");
      }
      this.model = model;
      return this;
    }

    /**
     * Sets the organization that calls are counted for.
     *
     * @throws IllegalArgumentException if it is blank or cannot stand in a header
     */
    public Builder organization(String organization) {
      return identifier("OpenAI-Organization", requireNonNull(organization, "organization"));
    }

    /**
     * Sets the project that calls are counted for.
     *
     * @throws IllegalArgumentException if it is blank or cannot stand in a header
     */
    public Builder project(String project) {
      return identifier("OpenAI-Project", requireNonNull(project, "project"));
    }

    private Builder identifier(String name, String value) {
      if (value.isBlank()) {
        throw new IllegalArgumentException("The value of the header " + name + " is blank");
      }
      return header(name, value);
    }

    /**
     * Sets a header to send with every request, as gateways need; one of the same name is replaced.
     *
     * @throws IllegalArgumentException if name or value cannot stand in a header
     */
    public Builder header(String name, String value) {
      this.headers = headers.with(name, value);
      return this;
    }

    /** Accepts plain {@code http} to remote hosts, which sends key and prompts in clear. */
    public Builder allowInsecure() {
      this.insecure = Insecure.ALLOWED;
      return this;
    }

    /**
     * Builds the provider, which is immutable and thread-safe.
     *
     * @throws IllegalStateException if there is no key and the host is OpenAI's
     * @throws IllegalArgumentException if the base URL is plain {@code http} to a remote host
     */
    public ChatProvider build() {
      Endpoint endpoint = Endpoint.parse(baseUrl, insecure);
      CompatProfile guessed = KnownHosts.profile(endpoint.host());
      if (guessed == CompatProfile.OPENAI && credential == null) {
        throw new IllegalStateException(
            "OpenAI needs an API key: set OPENAI_API_KEY or call apiKey(..)");
      }
      CompatProfile server = profile == null ? guessed : profile;
      return new OpenAiProvider(
          new ProviderInfo(server.providerName(), endpoint, model),
          credential == null ? Credential.none() : credential,
          headers,
          server);
    }
  }
}
