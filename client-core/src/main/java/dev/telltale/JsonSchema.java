package dev.telltale;

import static java.util.Objects.requireNonNull;

import dev.telltale.provider.JsonValues;
import java.io.IOException;

/**
 * A JSON Schema, as text. It is checked to be a JSON object, not to be a valid schema.
 *
 * <p>Immutable and thread-safe.
 */
public final class JsonSchema {
  private final String json;

  private JsonSchema(String json) {
    this.json = json;
  }

  /**
   * Returns the schema that the text holds.
   *
   * @throws IllegalArgumentException if the text is not one JSON object
   */
  public static JsonSchema of(String json) {
    try {
      JsonValues.parseObject(requireNonNull(json, "json"));
    } catch (IOException invalid) {
      throw new IllegalArgumentException("The schema is not a JSON object: check its braces");
    }
    return new JsonSchema(json);
  }

  /** The schema as JSON text, as it was given. */
  public String json() {
    return json;
  }

  @Override
  public String toString() {
    return "JsonSchema[" + json.length() + " chars]";
  }
}
