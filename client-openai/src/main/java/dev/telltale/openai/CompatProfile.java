package dev.telltale.openai;

import static java.util.Objects.requireNonNull;

import dev.telltale.provider.SchemaSupport;
import dev.telltale.provider.WireHeaders;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a server of this protocol expects of requests where servers differ, and its name in
 * telemetry and prices.
 *
 * <pre>{@code
 * CompatProfile acme =
 *     CompatProfile.builder("acme")
 *         .tokenLimit(TokenLimit.MAX_COMPLETION_TOKENS)
 *         .withoutStreamOptions()
 *         .build();
 * }</pre>
 *
 * <p>Answers need no profile: what any known server sends is read from all. Immutable and
 * thread-safe. {@link #toString()} shows the name only.
 */
public final class CompatProfile {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  /** OpenAI itself. Requests are also checked for values that it is known to refuse. */
  public static final CompatProfile OPENAI =
      builder("openai")
          .tokenLimit(TokenLimit.MAX_COMPLETION_TOKENS)
          .withDeveloperRole()
          .withCacheBreakpoints()
          .withValueChecks()
          .echoedMembers(Set.of())
          .build();

  /** The v1 surface of Azure OpenAI, which takes its key as a bearer token too. */
  public static final CompatProfile AZURE =
      builder("azure.ai.openai")
          .tokenLimit(TokenLimit.MAX_COMPLETION_TOKENS)
          .withDeveloperRole()
          .echoedMembers(Set.of())
          .build();

  /** A server of which nothing more is known than that it speaks the protocol. */
  public static final CompatProfile GENERIC = builder("openai_compatible").build();

  /** The server of llama.cpp. */
  public static final CompatProfile LLAMA_CPP = builder("llama_cpp").build();

  /** The server of vLLM. */
  public static final CompatProfile VLLM = builder("vllm").build();

  /** Ollama, which refuses null for content. */
  public static final CompatProfile OLLAMA =
      builder("ollama").emptyContent(EmptyContent.EMPTY_STRING).build();

  /** LM Studio, which refuses null for content. */
  public static final CompatProfile LM_STUDIO =
      builder("lm_studio").emptyContent(EmptyContent.EMPTY_STRING).build();

  /** Groq, which takes no thoughts back. */
  public static final CompatProfile GROQ =
      builder("groq").tokenLimit(TokenLimit.MAX_COMPLETION_TOKENS).echoedMembers(Set.of()).build();

  /** Mistral, which refuses unknown members, and takes thoughts back as parts of the content. */
  public static final CompatProfile MISTRAL =
      builder("mistral_ai").withoutStreamOptions().echoedMembers(Set.of("thinking")).build();

  /** DeepSeek, which takes no schema for an answer. */
  public static final CompatProfile DEEPSEEK =
      builder("deepseek")
          .echoedMembers(Set.of("reasoning_content"))
          .schemaSupport(SchemaSupport.JSON_OBJECT)
          .build();

  /** OpenRouter. */
  public static final CompatProfile OPENROUTER = builder("openrouter").withDeveloperRole().build();

  /** Together AI. */
  public static final CompatProfile TOGETHER = builder("together").build();

  /** The endpoint of Gemini that speaks this protocol. */
  public static final CompatProfile GEMINI =
      builder("gcp.gemini").withoutStrictTools().echoedMembers(Set.of("extra_content")).build();

  /** Grok by xAI. */
  public static final CompatProfile XAI =
      builder("x_ai").tokenLimit(TokenLimit.MAX_COMPLETION_TOKENS).build();

  /** The proxy of LiteLLM, which rewrites requests for the server behind it. */
  public static final CompatProfile LITELLM = builder("litellm").withDeveloperRole().build();

  private final String providerName;
  private final TokenLimit tokenLimit;
  private final EmptyContent emptyContent;
  private final Set<String> echoedMembers;
  private final WireHeaders headers;
  private final boolean developerRole;
  private final boolean streamOptions;
  private final boolean strictTools;
  private final boolean cacheBreakpoints;
  private final boolean valueChecks;
  private final SchemaSupport schemaSupport;

  private CompatProfile(Builder builder) {
    this.providerName = builder.providerName;
    this.tokenLimit = builder.tokenLimit;
    this.emptyContent = builder.emptyContent;
    this.echoedMembers = builder.echoedMembers;
    this.headers = builder.headers;
    this.developerRole = builder.developerRole;
    this.streamOptions = builder.streamOptions;
    this.strictTools = builder.strictTools;
    this.cacheBreakpoints = builder.cacheBreakpoints;
    this.valueChecks = builder.valueChecks;
    this.schemaSupport = builder.schemaSupport;
  }

  /**
   * Returns a builder that starts from {@link #GENERIC}.
   *
   * @param providerName as in {@link Builder#providerName}
   * @throws IllegalArgumentException if it is no such name
   */
  public static Builder builder(String providerName) {
    return new Builder().providerName(providerName);
  }

  /** Returns a builder that starts from this profile. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** The value of {@code gen_ai.provider.name}, by which prices are looked up too. */
  public String providerName() {
    return providerName;
  }

  /** The member that limits the tokens of the answer. */
  public TokenLimit tokenLimit() {
    return tokenLimit;
  }

  /** What stands as the content of a model's message that has tool calls and no text. */
  public EmptyContent emptyContent() {
    return emptyContent;
  }

  /**
   * The members that the server adds to a model's message and takes back, such as {@code
   * reasoning_content}; unmodifiable.
   */
  public Set<String> echoedMembers() {
    return echoedMembers;
  }

  /** The headers to send with every request. */
  public WireHeaders headers() {
    return headers;
  }

  /** Whether the server knows the role developer; else such messages are sent as system. */
  public boolean developerRole() {
    return developerRole;
  }

  /** Whether {@code stream_options} is sent, which asks for the usage of a stream. */
  public boolean streamOptions() {
    return streamOptions;
  }

  /** Whether {@code strict} is sent with the tools that set it. */
  public boolean strictTools() {
    return strictTools;
  }

  /** Whether the server knows marks up to which it shall cache. */
  public boolean cacheBreakpoints() {
    return cacheBreakpoints;
  }

  /** Whether a request is refused before it is sent for values that OpenAI is known to refuse. */
  public boolean valueChecks() {
    return valueChecks;
  }

  /** How the server can be held to a schema that the answer shall follow. */
  public SchemaSupport schemaSupport() {
    return schemaSupport;
  }

  @Override
  public String toString() {
    return "CompatProfile[" + providerName + "]";
  }

  /** Collects what a server expects. Not thread-safe. */
  public static final class Builder {
    private String providerName = "";
    private TokenLimit tokenLimit = TokenLimit.MAX_TOKENS;
    private EmptyContent emptyContent = EmptyContent.NULL;
    private Set<String> echoedMembers =
        Set.of("reasoning_content", "reasoning", "thinking", "extra_content");
    private WireHeaders headers = WireHeaders.none();
    private boolean developerRole;
    private boolean streamOptions = true;
    private boolean strictTools = true;
    private boolean cacheBreakpoints;
    private boolean valueChecks;
    private SchemaSupport schemaSupport = SchemaSupport.NATIVE;

    private Builder() {}

    private Builder(CompatProfile profile) {
      this.providerName = profile.providerName;
      this.tokenLimit = profile.tokenLimit;
      this.emptyContent = profile.emptyContent;
      this.echoedMembers = profile.echoedMembers;
      this.headers = profile.headers;
      this.developerRole = profile.developerRole;
      this.streamOptions = profile.streamOptions;
      this.strictTools = profile.strictTools;
      this.cacheBreakpoints = profile.cacheBreakpoints;
      this.valueChecks = profile.valueChecks;
      this.schemaSupport = profile.schemaSupport;
    }

    /**
     * Sets the value of {@code gen_ai.provider.name}: the one of the semantic conventions if there
     * is one, such as {@code groq}, else a name of your own. Only calls to {@code openai} report
     * the {@code openai.*} attributes, and prices are looked up by this name.
     *
     * @throws IllegalArgumentException if it is not 1 to 64 of lower-case letters, digits, dot,
     *     dash and underscore, beginning with a letter or digit
     */
    public Builder providerName(String name) {
      if (!NAME.matcher(requireNonNull(name, "name")).matches()) {
        throw new IllegalArgumentException(
            "The name of a provider has 1 to 64 of a-z, 0-9, dot, dash and underscore");
      }
      this.providerName = name;
      return this;
    }

    /** Sets the member that limits the tokens of the answer; the default is max_tokens. */
    public Builder tokenLimit(TokenLimit tokenLimit) {
      this.tokenLimit = requireNonNull(tokenLimit, "tokenLimit");
      return this;
    }

    /** Sets what stands as the content of tool calls without text; the default is null. */
    public Builder emptyContent(EmptyContent emptyContent) {
      this.emptyContent = requireNonNull(emptyContent, "emptyContent");
      return this;
    }

    /**
     * Sets the members that the server adds to a model's message and takes back. By default all
     * that are known go back to where they came from: {@code reasoning_content}, {@code reasoning},
     * {@code thinking} (parts of the content) and {@code extra_content} (of tool calls).
     */
    public Builder echoedMembers(Set<String> members) {
      this.echoedMembers = Set.copyOf(members);
      return this;
    }

    /**
     * Sets a header to send with every request; one of the same name is replaced. A header set in
     * {@link OpenAi.Builder#header} wins.
     *
     * @throws IllegalArgumentException if name or value cannot stand in a header
     */
    public Builder header(String name, String value) {
      this.headers = headers.with(name, value);
      return this;
    }

    /** Sends the role developer as it is; without it such messages are sent as system. */
    public Builder withDeveloperRole() {
      this.developerRole = true;
      return this;
    }

    /** Sends no {@code stream_options}, for servers that refuse it or report usage anyway. */
    public Builder withoutStreamOptions() {
      this.streamOptions = false;
      return this;
    }

    /** Leaves {@code strict} out of tools, for servers that refuse it. */
    public Builder withoutStrictTools() {
      this.strictTools = false;
      return this;
    }

    /** Sends the marks up to which the server shall cache; without it they are left out. */
    public Builder withCacheBreakpoints() {
      this.cacheBreakpoints = true;
      return this;
    }

    /** Refuses values that OpenAI is known to refuse; without it the server decides. */
    public Builder withValueChecks() {
      this.valueChecks = true;
      return this;
    }

    /**
     * Sets how the server can be held to a schema; by default the schema goes with the request.
     * Otherwise it goes into the instructions.
     */
    public Builder schemaSupport(SchemaSupport support) {
      this.schemaSupport = requireNonNull(support, "support");
      return this;
    }

    /** Builds the profile. */
    public CompatProfile build() {
      return new CompatProfile(this);
    }
  }
}
