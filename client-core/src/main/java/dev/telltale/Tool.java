package dev.telltale;

import static java.util.Objects.requireNonNull;

import dev.telltale.tools.AsyncToolFunction;
import dev.telltale.tools.JsonType;
import dev.telltale.tools.ToolBody;
import dev.telltale.tools.ToolFunction;
import dev.telltale.tools.ToolLoop;
import org.jspecify.annotations.Nullable;

/**
 * A tool that a model may ask for: its name, what it is for, what it takes, and what runs when it
 * is called.
 *
 * <pre>{@code
 * record WeatherQuery(String city) {}
 *
 * Tool weather =
 *     Tool.of("get_weather", "Current weather", WeatherQuery.class, query -> lookUp(query.city()));
 * }</pre>
 *
 * <p>One type for both: a tool without a body is a declaration, whose calls the caller answers; one
 * with a body can be run by a {@link ToolLoop}. A {@link ChatRequest} takes either and only
 * declares it. Immutable and thread-safe.
 */
public final class Tool {
  private final String name;
  private final ToolCall.Kind kind;
  private final @Nullable String description;
  private final @Nullable JsonSchema parameters;
  private final @Nullable Grammar grammar;
  private final @Nullable Boolean strict;
  private final @Nullable ToolBody body;

  private Tool(Builder builder) {
    this.name = builder.name;
    this.kind = builder.kind;
    this.description = builder.description;
    this.parameters = builder.parameters;
    this.grammar = builder.grammar;
    this.strict = builder.strict;
    this.body = builder.body;
  }

  /**
   * A tool that takes arguments of a type and runs. The provider is asked to hold the model to the
   * type's schema exactly.
   *
   * @throws IllegalArgumentException if the name is not 1 to 64 letters, digits, {@code _} or
   *     {@code -}, or the type has no form in JSON
   */
  public static <A> Tool of(
      String name, String description, Class<A> arguments, ToolFunction<? super A> function) {
    return of(name, description, JsonType.of(arguments), function);
  }

  /**
   * A tool that takes arguments of a type that was described before, and runs.
   *
   * @throws IllegalArgumentException if the name is not 1 to 64 letters, digits, {@code _} or
   *     {@code -}
   */
  public static <A> Tool of(
      String name, String description, JsonType<A> arguments, ToolFunction<? super A> function) {
    return typed(name, description, arguments, ToolBody.of(arguments, function));
  }

  /**
   * A tool that takes arguments of a type and brings its result later.
   *
   * @throws IllegalArgumentException if the name is not 1 to 64 letters, digits, {@code _} or
   *     {@code -}, or the type has no form in JSON
   */
  public static <A> Tool async(
      String name, String description, Class<A> arguments, AsyncToolFunction<? super A> function) {
    JsonType<A> type = JsonType.of(arguments);
    return typed(name, description, type, ToolBody.async(type, function));
  }

  private static Tool typed(String name, String description, JsonType<?> type, ToolBody body) {
    return function(name)
        .description(description)
        .parameters(type.schema())
        .strict()
        .body(body)
        .build();
  }

  /**
   * Returns a builder of a tool that takes a JSON object.
   *
   * @throws IllegalArgumentException if the name is not 1 to 64 letters, digits, {@code _} or
   *     {@code -}
   */
  public static Builder function(String name) {
    return new Builder(name, ToolCall.Kind.FUNCTION);
  }

  /**
   * Returns a builder of a tool that takes free text.
   *
   * @throws IllegalArgumentException if the name is not 1 to 64 letters, digits, {@code _} or
   *     {@code -}
   */
  public static Builder custom(String name) {
    return new Builder(name, ToolCall.Kind.CUSTOM);
  }

  /** The name the model calls it by. */
  public String name() {
    return name;
  }

  /** Whether it takes a JSON object or free text. */
  public ToolCall.Kind kind() {
    return kind;
  }

  /** What it is for, in words for the model, or null. */
  public @Nullable String description() {
    return description;
  }

  /** What a function takes, or null if it takes nothing. */
  public @Nullable JsonSchema parameters() {
    return parameters;
  }

  /** The grammar of a custom tool's text, or null if any text will do. */
  public @Nullable Grammar grammar() {
    return grammar;
  }

  /** Whether the provider shall hold the model to the parameters exactly, or null if not said. */
  public @Nullable Boolean strict() {
    return strict;
  }

  /** What runs when the model calls it, or null if that is left to the caller. */
  public @Nullable ToolBody body() {
    return body;
  }

  @Override
  public String toString() {
    return "Tool[" + name + "]";
  }

  /**
   * The grammar that a custom tool's text follows.
   *
   * @param syntax such as {@code lark} or {@code regex}
   * @param definition the grammar itself
   */
  public record Grammar(String syntax, String definition) {
    /** Creates a grammar. */
    public Grammar {
      requireNonNull(syntax, "syntax");
      requireNonNull(definition, "definition");
    }
  }

  /** Collects what makes up a tool. Not thread-safe. */
  public static final class Builder {
    private final String name;
    private final ToolCall.Kind kind;
    private @Nullable String description;
    private @Nullable JsonSchema parameters;
    private @Nullable Grammar grammar;
    private @Nullable Boolean strict;
    private @Nullable ToolBody body;

    private Builder(String name, ToolCall.Kind kind) {
      if (!requireNonNull(name, "name").matches("[a-zA-Z0-9_-]{1,64}")) {
        throw new IllegalArgumentException(
            "A tool's name has 1 to 64 letters, digits, underscores or hyphens");
      }
      this.name = name;
      this.kind = kind;
    }

    /** Says what the tool is for, in words for the model. */
    public Builder description(String description) {
      this.description = requireNonNull(description, "description");
      return this;
    }

    /** Sets what a function takes. */
    public Builder parameters(JsonSchema parameters) {
      this.parameters = requireNonNull(parameters, "parameters");
      return this;
    }

    /** Sets the grammar of a custom tool's text. */
    public Builder grammar(Grammar grammar) {
      this.grammar = requireNonNull(grammar, "grammar");
      return this;
    }

    /** Asks the provider to hold the model to the parameters exactly. */
    public Builder strict() {
      this.strict = true;
      return this;
    }

    /** Tells the provider that the parameters need not be followed exactly. */
    public Builder lenient() {
      this.strict = false;
      return this;
    }

    /** Sets what runs when the model calls the tool. Default: nothing, the caller does it. */
    public Builder body(ToolBody body) {
      this.body = requireNonNull(body, "body");
      return this;
    }

    /**
     * Builds the tool.
     *
     * @throws IllegalStateException if a function has a grammar, or a custom tool has parameters
     */
    public Tool build() {
      if (kind == ToolCall.Kind.FUNCTION && grammar != null) {
        throw new IllegalStateException("A function has parameters, not a grammar");
      }
      if (kind == ToolCall.Kind.CUSTOM && (parameters != null || strict != null)) {
        throw new IllegalStateException("A custom tool has a grammar, not parameters");
      }
      return new Tool(this);
    }
  }
}
