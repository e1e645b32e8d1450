package dev.telltale;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * The form a model's answer shall have.
 *
 * <p>Immutable and thread-safe.
 */
public final class ResponseFormat {
  private static final ResponseFormat TEXT = new ResponseFormat(Kind.TEXT, null, null, null, null);
  private static final ResponseFormat JSON =
      new ResponseFormat(Kind.JSON_OBJECT, null, null, null, null);

  private final Kind kind;
  private final @Nullable String name;
  private final @Nullable String description;
  private final @Nullable JsonSchema schema;
  private final @Nullable Boolean strict;

  private ResponseFormat(
      Kind kind,
      @Nullable String name,
      @Nullable String description,
      @Nullable JsonSchema schema,
      @Nullable Boolean strict) {
    this.kind = kind;
    this.name = name;
    this.description = description;
    this.schema = schema;
    this.strict = strict;
  }

  /** Plain text. */
  public static ResponseFormat text() {
    return TEXT;
  }

  /** Some JSON object; the prompt says which. */
  public static ResponseFormat jsonObject() {
    return JSON;
  }

  /**
   * JSON that follows a schema. A provider that cannot be held to one is told of it in the
   * instructions.
   *
   * @param name what the model knows the schema by: 1 to 64 letters, digits, {@code _} or {@code -}
   * @throws IllegalArgumentException if the name is anything else
   */
  public static ResponseFormat jsonSchema(String name, JsonSchema schema) {
    if (!requireNonNull(name, "name").matches("[a-zA-Z0-9_-]{1,64}")) {
      throw new IllegalArgumentException(
          "A schema's name has 1 to 64 letters, digits, underscores or hyphens");
    }
    return new ResponseFormat(Kind.JSON_SCHEMA, name, null, requireNonNull(schema, "schema"), null);
  }

  /**
   * Returns this format with words for the model on what the schema is for.
   *
   * @throws IllegalStateException if there is no schema
   */
  public ResponseFormat withDescription(String description) {
    requireSchema();
    return new ResponseFormat(
        kind, name, requireNonNull(description, "description"), schema, strict);
  }

  /**
   * Returns this format with the wish that the provider hold the model to the schema exactly.
   *
   * @throws IllegalStateException if there is no schema
   */
  public ResponseFormat asStrict() {
    requireSchema();
    return new ResponseFormat(kind, name, description, schema, true);
  }

  /** Which form it is. */
  public Kind kind() {
    return kind;
  }

  /** The name of the schema, or null if there is none. */
  public @Nullable String name() {
    return name;
  }

  /** What the schema is for, or null. */
  public @Nullable String description() {
    return description;
  }

  /** The schema, or null if there is none. */
  public @Nullable JsonSchema schema() {
    return schema;
  }

  /** Whether the provider shall hold the model to the schema exactly, or null if not said. */
  public @Nullable Boolean strict() {
    return strict;
  }

  @Override
  public String toString() {
    return "ResponseFormat[" + kind + (name == null ? "" : " " + name) + "]";
  }

  private void requireSchema() {
    if (schema == null) {
      throw new IllegalStateException("Only a format with a schema takes this; see jsonSchema");
    }
  }

  /** The forms an answer can have. */
  public enum Kind {
    /** Plain text. */
    TEXT,
    /** Some JSON object. */
    JSON_OBJECT,
    /** JSON that follows a schema. */
    JSON_SCHEMA
  }
}
