package dev.telltale.openai.wire;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/**
 * What a server of this protocol expects of requests where servers differ.
 *
 * <p>Immutable and thread-safe.
 */
public final class RequestStyle {
  private static final RequestStyle OPENAI =
      new Builder()
          .tokenLimit(TokenLimit.MAX_COMPLETION_TOKENS)
          .cacheBreakpoints()
          .strict()
          .build();

  private static final RequestStyle COMPATIBLE =
      new Builder()
          .tokenLimit(TokenLimit.MAX_TOKENS)
          .echoedMembers(Set.of("reasoning_content", "reasoning", "thinking", "extra_content"))
          .build();

  private final TokenLimit tokenLimit;
  private final Set<String> echoedMembers;
  private final boolean cacheBreakpoints;
  private final boolean strict;

  private RequestStyle(Builder builder) {
    this.tokenLimit = builder.tokenLimit;
    this.echoedMembers = builder.echoedMembers;
    this.cacheBreakpoints = builder.cacheBreakpoints;
    this.strict = builder.strict;
  }

  /** OpenAI itself. */
  public static RequestStyle openAi() {
    return OPENAI;
  }

  /** A server of which nothing more is known than that it speaks the protocol. */
  public static RequestStyle compatible() {
    return COMPATIBLE;
  }

  /** Returns a builder that starts from this style. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** The member that limits the tokens of the answer. */
  public TokenLimit tokenLimit() {
    return tokenLimit;
  }

  /**
   * The members that the server adds to a model's message and takes back, such as {@code
   * reasoning_content}; unmodifiable.
   */
  public Set<String> echoedMembers() {
    return echoedMembers;
  }

  /** Whether the server knows marks up to which it shall cache. */
  public boolean cacheBreakpoints() {
    return cacheBreakpoints;
  }

  /** Whether a request is refused for values that OpenAI is known to refuse. */
  public boolean strict() {
    return strict;
  }

  @Override
  public String toString() {
    return "RequestStyle[" + tokenLimit + ", " + echoedMembers + (strict ? ", strict]" : "]");
  }

  /** Collects what a server expects. Not thread-safe. */
  public static final class Builder {
    private TokenLimit tokenLimit = TokenLimit.MAX_TOKENS;
    private Set<String> echoedMembers = Set.of();
    private boolean cacheBreakpoints;
    private boolean strict;

    private Builder() {}

    private Builder(RequestStyle style) {
      this.tokenLimit = style.tokenLimit;
      this.echoedMembers = style.echoedMembers;
      this.cacheBreakpoints = style.cacheBreakpoints;
      this.strict = style.strict;
    }

    /** Sets the member that limits the tokens of the answer. */
    public Builder tokenLimit(TokenLimit tokenLimit) {
      this.tokenLimit = requireNonNull(tokenLimit, "tokenLimit");
      return this;
    }

    /** Sets the members that the server adds to a model's message and takes back. */
    public Builder echoedMembers(Set<String> members) {
      this.echoedMembers = Set.copyOf(members);
      return this;
    }

    /** Sends the marks up to which the server shall cache; without it they are left out. */
    public Builder cacheBreakpoints() {
      this.cacheBreakpoints = true;
      return this;
    }

    /** Refuses values that OpenAI is known to refuse; without it the server decides. */
    public Builder strict() {
      this.strict = true;
      return this;
    }

    /** Builds the style. */
    public RequestStyle build() {
      return new RequestStyle(this);
    }
  }
}
