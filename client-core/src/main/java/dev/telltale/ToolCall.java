package dev.telltale;

import static java.util.Objects.requireNonNull;

import dev.telltale.provider.JsonValues;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The model asks for a tool to be called: a part of its message.
 *
 * <p>The arguments are kept exactly as the model wrote them, which need not be valid JSON.
 * Immutable and thread-safe. {@link #toString()} never shows arguments.
 */
public final class ToolCall implements Content {
  private final String id;
  private final String name;
  private final String rawArguments;
  private final Kind kind;
  private final @Nullable String providerData;

  private ToolCall(
      String id, String name, String rawArguments, Kind kind, @Nullable String providerData) {
    this.id = requireNonNull(id, "id");
    this.name = requireNonNull(name, "name");
    this.rawArguments = requireNonNull(rawArguments, "rawArguments");
    this.kind = kind;
    this.providerData = providerData;
  }

  /**
   * A call of a function.
   *
   * @param id what the result refers to
   * @param rawArguments a JSON object as text; may be broken if a model wrote it
   */
  public static ToolCall function(String id, String name, String rawArguments) {
    return new ToolCall(id, name, rawArguments, Kind.FUNCTION, null);
  }

  /**
   * A call of a custom tool, which takes free text.
   *
   * @param id what the result refers to
   */
  public static ToolCall custom(String id, String name, String input) {
    return new ToolCall(id, name, input, Kind.CUSTOM, null);
  }

  /**
   * Returns this call with what its provider wants to see again when the call is sent back.
   *
   * @param json a JSON object as text, as the provider sent it
   */
  public ToolCall withProviderData(String json) {
    return new ToolCall(id, name, rawArguments, kind, requireNonNull(json, "json"));
  }

  /** What the result of the call refers to. */
  public String id() {
    return id;
  }

  /** The name of the tool. */
  public String name() {
    return name;
  }

  /**
   * The arguments of a function, or the input of a custom tool, exactly as the model wrote them.
   */
  public String rawArguments() {
    return rawArguments;
  }

  /** Whether the tool takes a JSON object or free text. */
  public Kind kind() {
    return kind;
  }

  /** What the provider wants to see again with the call, as JSON text, or null if nothing. */
  public @Nullable String providerData() {
    return providerData;
  }

  /** Whether {@link #arguments()} will return rather than throw. */
  public boolean hasValidArguments() {
    return parse() != null;
  }

  /**
   * The arguments as values: strings, booleans, {@code Long} or {@code BigDecimal}, lists, maps and
   * null; parsed at each call, no arguments at all being an empty map.
   *
   * @throws IllegalStateException if they are not a JSON object; the message does not hold them
   */
  public Map<String, @Nullable Object> arguments() {
    Map<String, @Nullable Object> parsed = parse();
    if (parsed == null) {
      throw new IllegalStateException(
          "The arguments of this tool call are not a JSON object; see rawArguments()");
    }
    return parsed;
  }

  @Override
  public String toString() {
    return "ToolCall[" + name + ", " + rawArguments.length() + " chars]";
  }

  private @Nullable Map<String, @Nullable Object> parse() {
    if (rawArguments.isBlank()) {
      return Map.of();
    }
    try {
      return JsonValues.parseObject(rawArguments);
    } catch (IOException broken) {
      return null;
    }
  }

  /** What a tool takes. */
  public enum Kind {
    /** A JSON object. */
    FUNCTION,
    /** Free text. */
    CUSTOM
  }
}
