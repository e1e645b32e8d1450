package dev.telltale.azure;

import static java.util.Objects.requireNonNull;

import dev.telltale.ChatClient;
import dev.telltale.openai.CompatProfile;
import dev.telltale.openai.wire.RequestWriter;
import dev.telltale.provider.ChatProvider;
import dev.telltale.provider.Credential;
import dev.telltale.provider.Endpoint;
import dev.telltale.provider.Endpoint.Insecure;
import dev.telltale.provider.ProviderInfo;
import dev.telltale.provider.Secret;
import dev.telltale.provider.TokenSource;
import dev.telltale.provider.WireHeaders;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes providers for Azure OpenAI, whether reached directly or through API Management.
 *
 * <pre>{@code
 * ChatProvider azure =
 *     AzureOpenAi.builder()
 *         .endpoint("https://contoso.openai.azure.com")
 *         .apiKey(key)
 *         .deployment("chat-prod")
 *         .build();
 *
 * try (ChatClient client = ChatClient.builder(azure).build()) {
 *   String text = client.chat("Name three rivers.").text();
 * }
 * }</pre>
 *
 * <p>A request's model is the name of a deployment. What content filters say is {@link
 * ContentFilterResults}, an extension of answers, stream events and exceptions.
 *
 * <p>Environment variables, read by {@link Builder#fromEnv()} only: {@code AZURE_OPENAI_ENDPOINT},
 * {@code AZURE_OPENAI_API_KEY}, {@code AZURE_OPENAI_DEPLOYMENT}, {@code OPENAI_API_VERSION}.
 */
public final class AzureOpenAi {
  /** Hosts of Microsoft's, of which none answers without a credential. */
  private static final List<String> AZURE_DOMAINS =
      List.of(
          ".azure.com",
          ".azure.us",
          ".azure.cn",
          ".azure-api.net",
          ".azure-api.us",
          ".azure-api.cn");

  private AzureOpenAi() {}

  /**
   * A provider with everything from the environment.
   *
   * @throws IllegalStateException if no endpoint is set, or no key and the host is Azure's
   * @throws IllegalArgumentException if a variable holds what its setter refuses
   */
  public static ChatProvider fromEnv() {
    return builder().fromEnv().build();
  }

  /** Returns a builder without endpoint and credential. */
  public static Builder builder() {
    return builder(System::getenv);
  }

  /**
   * Returns a builder of a client for several deployments or regions of one model: each is asked
   * when those before it are unavailable, as {@link ChatClient.Builder#fallback(ChatProvider)}
   * describes, and for its own deployment. A deployment that a request names is the first one's.
   *
   * @param inOrder the providers, the preferred one first
   * @throws IllegalArgumentException if there is none
   */
  public static ChatClient.Builder failover(List<ChatProvider> inOrder) {
    requireNonNull(inOrder, "inOrder");
    if (inOrder.isEmpty()) {
      throw new IllegalArgumentException("There is no provider to ask; give at least one");
    }
    ChatClient.Builder client = ChatClient.builder(inOrder.get(0));
    for (ChatProvider next : inOrder.subList(1, inOrder.size())) {
      String own = next.info().defaultModel();
      if (own == null) {
        client.fallback(next);
      } else {
        client.fallback(next, own);
      }
    }
    return client;
  }

  static Builder builder(Function<String, @Nullable String> environment) {
    return new Builder(environment);
  }

  /** What a provider needs beside where requests go and how they are written. */
  record Settings(
      Credential credential,
      WireHeaders headers,
      AzureHints hints,
      Map<String, String> models,
      @Nullable Supplier<String> clientRequestIds) {}

  /**
   * Collects what a provider needs. Later calls win over earlier ones. Not thread-safe.
   *
   * <p>Defaults: the v1 paths without an {@code api-version}, or the deployment paths if a dated
   * one is set; nothing else is set. Nothing is guessed from the host but the scope of tokens.
   */
  public static final class Builder {
    private final Function<String, @Nullable String> environment;
    private final Map<String, String> models = new HashMap<>();
    private @Nullable String url;
    private boolean exact;
    private Insecure insecure = Insecure.REFUSED;
    private @Nullable PathMode pathMode;
    private @Nullable String apiVersion;
    private @Nullable String deployment;
    private @Nullable Secret apiKey;
    private @Nullable Function<String, Supplier<String>> tokens;
    private @Nullable String tokenScope;
    private @Nullable Secret subscriptionKey;
    private @Nullable Supplier<String> clientRequestIds;
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
      fromEnv("AZURE_OPENAI_ENDPOINT", this::endpoint);
      fromEnv("AZURE_OPENAI_API_KEY", this::apiKey);
      fromEnv("AZURE_OPENAI_DEPLOYMENT", this::deployment);
      fromEnv("OPENAI_API_VERSION", this::apiVersion);
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
     * Sets the URL of the resource, such as {@code https://contoso.openai.azure.com}, {@code
     * https://contoso.openai.azure.us} or {@code https://contoso.azure-api.net/llm}. The rest of
     * the path is added; a URL that ends in {@code /openai} or {@code /openai/v1} is understood.
     *
     * @throws IllegalArgumentException if it is not a usable base URL, or is that of a deployment
     *     or an operation, as the portal shows it
     */
    public Builder endpoint(String endpoint) {
      AzureEndpoint.checkResource(Endpoint.parse(endpoint, Insecure.ALLOWED));
      return url(endpoint, false);
    }

    /**
     * Sets a URL of a gateway that has other paths than Azure. It is taken as it is: only {@code
     * chat/completions} is added, with {@code deployments} and the deployment before it for {@link
     * PathMode#DEPLOYMENT}.
     *
     * @throws IllegalArgumentException if it is not a usable base URL
     */
    public Builder baseUrl(String baseUrl) {
      return url(baseUrl, true);
    }

    private Builder url(String value, boolean asItIs) {
      Endpoint.parse(value, Insecure.ALLOWED);
      this.url = value;
      this.exact = asItIs;
      return this;
    }

    /** Sets which paths are used; by default a dated {@code api-version} decides. */
    public Builder pathMode(PathMode pathMode) {
      this.pathMode = requireNonNull(pathMode, "pathMode");
      return this;
    }

    /**
     * Sets the {@code api-version}: a date such as {@code 2024-10-21} for the deployment paths,
     * which need one, or a name such as {@code preview} for the v1 paths, which need none. What
     * versions before 2024-09-01-preview do not know, the usage of streams and the newer name of
     * the token limit, is not sent to them.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public Builder apiVersion(String apiVersion) {
      this.apiVersion = ApiVersion.checked(requireNonNull(apiVersion, "apiVersion"));
      return this;
    }

    /**
     * Sets the deployment of requests that name none as their model.
     *
     * @throws IllegalArgumentException if it is blank, or consists of one or two dots
     */
    public Builder deployment(String deployment) {
      this.deployment = checkedDeployment(deployment);
      return this;
    }

    /**
     * Declares which model a deployment serves, such as {@code gpt-4o-mini}. Calls are priced by
     * it, whatever the answer says, and telemetry names it where the answer names no model or only
     * the deployment.
     *
     * @throws IllegalArgumentException if either is blank
     */
    public Builder deploymentModel(String deployment, String model) {
      if (requireNonNull(model, "model").isBlank()) {
        throw new IllegalArgumentException("The model is blank; name one, such as gpt-4o-mini");
      }
      models.put(checkedDeployment(deployment), model);
      return this;
    }

    private static String checkedDeployment(String deployment) {
      String name = requireNonNull(deployment, "deployment");
      if (name.isBlank() || name.equals(".") || name.equals("..")) {
        throw new IllegalArgumentException(
            "The deployment is blank or consists of dots; give the name it has in the resource");
      }
      return name;
    }

    /**
     * Sets a key of the resource, sent as {@code api-key}; API Management takes its subscription
     * key under that name too, if it is set up so. It replaces tokens.
     *
     * @throws IllegalArgumentException if it is blank or cannot stand in a header
     */
    public Builder apiKey(String apiKey) {
      this.apiKey = Secret.of(requireNonNull(apiKey, "apiKey"));
      this.tokens = null;
      return this;
    }

    /**
     * Sets the subscription key of API Management, sent as {@code Ocp-Apim-Subscription-Key}, also
     * beside a key or token.
     *
     * @throws IllegalArgumentException if it is blank or cannot stand in a header
     */
    public Builder subscriptionKey(String subscriptionKey) {
      this.subscriptionKey = Secret.of(requireNonNull(subscriptionKey, "subscriptionKey"));
      return this;
    }

    /**
     * Sets where Entra tokens come from. The supplier is asked once per attempt, on the thread that
     * makes the call, so it keeps what it has fetched; it is thread-safe. A token refused with HTTP
     * 401 is followed by one more attempt with the next one; a {@link TokenSource} is told of it.
     * What the supplier throws becomes the cause of an {@link
     * dev.telltale.AuthenticationException}, with what looks like a secret masked. It replaces a
     * key.
     */
    public Builder token(Supplier<String> tokens) {
      requireNonNull(tokens, "tokens");
      return tokens(scope -> tokens);
    }

    /**
     * As {@link #token}, for a source that is asked for a scope: {@link #tokenScope}, or the
     * default of the endpoint.
     */
    public Builder tokenForScope(Function<String, String> tokens) {
      requireNonNull(tokens, "tokens");
      return tokens(scope -> () -> tokens.apply(scope));
    }

    private Builder tokens(Function<String, Supplier<String>> byScope) {
      this.tokens = byScope;
      this.apiKey = null;
      return this;
    }

    /**
     * Sets the scope of tokens. Default: {@code https://ai.azure.com/.default} for the v1 paths,
     * {@code https://cognitiveservices.azure.com/.default} for the deployment paths, and the like
     * of {@code azure.us} and {@code azure.cn} for both, also for API Management there.
     *
     * @throws IllegalArgumentException if it is blank
     */
    public Builder tokenScope(String scope) {
      if (requireNonNull(scope, "scope").isBlank()) {
        throw new IllegalArgumentException("The scope is blank; it ends in /.default");
      }
      this.tokenScope = scope;
      return this;
    }

    /**
     * Sends an id of the caller's with every call as {@code x-ms-client-request-id}, the same for
     * all its attempts; Azure repeats it in the answer and logs it. Without it none is sent.
     *
     * @param ids asked once per call, on the calling thread; ASCII, or null to send none
     */
    public Builder clientRequestId(Supplier<String> ids) {
      this.clientRequestIds = requireNonNull(ids, "ids");
      return this;
    }

    /**
     * Sets a header to send with every request, as previews need; one of the same name is replaced.
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
     * @throws IllegalStateException if there is no endpoint, no credential and the host is Azure's,
     *     or if path mode, {@code api-version} and endpoint contradict each other
     * @throws IllegalArgumentException if the endpoint is plain {@code http} to a remote host
     */
    public ChatProvider build() {
      if (url == null) {
        throw new IllegalStateException(
            "Azure OpenAI needs an endpoint: set AZURE_OPENAI_ENDPOINT or call endpoint(..)");
      }
      PathMode mode = pathMode == null ? ApiVersion.mode(apiVersion) : pathMode;
      ApiVersion.checkFits(apiVersion, mode);
      Endpoint parsed = Endpoint.parse(url, insecure);
      AzureEndpoint endpoint =
          exact
              ? AzureEndpoint.below(parsed, mode, apiVersion)
              : AzureEndpoint.of(parsed, mode, apiVersion);
      String scope = tokenScope == null ? TokenScopes.of(parsed.host(), mode) : tokenScope;
      return new AzureProvider(
          new ProviderInfo(CompatProfile.AZURE.providerName(), endpoint.base(), deployment),
          endpoint,
          new RequestWriter(ApiVersion.profile(apiVersion)),
          new Settings(
              credential(parsed.host(), scope),
              headers,
              new AzureHints(scope, tokens != null),
              Map.copyOf(models),
              clientRequestIds));
    }

    private Credential credential(String host, String scope) {
      Credential credential = Credential.none();
      if (subscriptionKey != null) {
        credential =
            credential.and(Credential.header("Ocp-Apim-Subscription-Key", subscriptionKey));
      }
      if (apiKey != null) {
        return credential.and(Credential.header("api-key", apiKey));
      }
      if (tokens != null) {
        return credential.and(Credential.bearer(tokens.apply(scope)));
      }
      if (subscriptionKey == null && AZURE_DOMAINS.stream().anyMatch(host::endsWith)) {
        throw new IllegalStateException(
            "Azure OpenAI needs a credential: set AZURE_OPENAI_API_KEY, or call apiKey(..),"
                + " token(..) or subscriptionKey(..)");
      }
      return credential;
    }
  }
}
