package dev.telltale.openai.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.JsonSchema;
import dev.telltale.provider.JsonValues;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What OpenAI documents for schemas with {@code strict}: which keywords there are, that every
 * object names and requires all its members, and how large a schema may be.
 */
final class StrictSchema {
  private static final Set<String> KEYWORDS =
      Set.of(
          "type",
          "description",
          "properties",
          "required",
          "additionalProperties",
          "items",
          "minItems",
          "maxItems",
          "enum",
          "const",
          "anyOf",
          "pattern",
          "format",
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "multipleOf",
          "$ref",
          "$defs");
  private static final Set<String> FORMATS =
      Set.of("date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid");
  private static final Set<String> TYPES =
      Set.of("object", "array", "string", "number", "integer", "boolean", "null");
  private static final int MAX_DEPTH = 10;
  private static final int MAX_PROPERTIES = 5000;
  private static final int MAX_ENUM_VALUES = 1000;

  private final Map<String, ?> root;
  private final Set<String> targets = new HashSet<>(Set.of("#"));
  private int properties;
  private int enumValues;

  private StrictSchema(Map<String, ?> root) {
    this.root = root;
  }

  /** Fails if OpenAI refuses the schema as strict. */
  static void check(JsonSchema schema) throws IOException {
    StrictSchema strict = new StrictSchema(JsonValues.parseObject(schema.json()));
    strict.check();
  }

  private void check() {
    assertThat(root.get("type")).as("type of the root").isEqualTo("object");
    assertThat(root).as("the root").doesNotContainKey("anyOf");
    Map<?, ?> definitions = root.get("$defs") instanceof Map<?, ?> named ? named : Map.of();
    definitions.keySet().forEach(name -> targets.add("#/$defs/" + name));
    check("$", root, 1);
    definitions.forEach((name, schema) -> check("$defs." + name, schema, 1));
    assertThat(properties).isLessThanOrEqualTo(MAX_PROPERTIES);
    assertThat(enumValues).isLessThanOrEqualTo(MAX_ENUM_VALUES);
  }

  private void check(String path, Object value, int depth) {
    assertThat(value).as(path).isInstanceOf(Map.class);
    Map<?, ?> schema = (Map<?, ?>) value;
    assertThat(depth).as("depth of %s", path).isLessThanOrEqualTo(MAX_DEPTH);
    for (Object keyword : schema.keySet()) {
      assertThat(KEYWORDS).as(path).contains((String) keyword);
    }
    checkReference(path, schema);
    checkTypes(path, schema);
    if (types(schema).contains("object")) {
      checkObject(path, schema, depth);
    }
    if (types(schema).contains("array")) {
      check(path + "[]", schema.get("items"), depth + 1);
    }
    if (schema.get("anyOf") instanceof List<?> branches) {
      assertThat(branches).as(path).isNotEmpty();
      branches.forEach(branch -> check(path + "|", branch, depth));
    }
    if (schema.get("enum") instanceof List<?> values) {
      assertThat(values).as(path).isNotEmpty().doesNotHaveDuplicates();
      enumValues += values.size();
    }
    if (schema.containsKey("format")) {
      assertThat(FORMATS).as(path).contains((String) schema.get("format"));
    }
  }

  private void checkReference(String path, Map<?, ?> schema) {
    if (schema.containsKey("$ref")) {
      assertThat(schema).as("a reference stands alone at %s", path).hasSize(1);
      assertThat(targets).as(path).contains((String) schema.get("$ref"));
    }
  }

  private void checkTypes(String path, Map<?, ?> schema) {
    boolean described =
        schema.containsKey("type") || schema.containsKey("anyOf") || schema.containsKey("$ref");
    assertThat(described).as("%s says what it is", path).isTrue();
    assertThat(TYPES.containsAll(types(schema))).as("types of %s", path).isTrue();
  }

  private void checkObject(String path, Map<?, ?> schema, int depth) {
    assertThat(schema.get("additionalProperties")).as(path).isEqualTo(false);
    Map<?, ?> members = (Map<?, ?>) schema.get("properties");
    Set<?> required = new HashSet<>((Collection<?>) schema.get("required"));
    assertThat(required.equals(members.keySet())).as("%s requires all members", path).isTrue();
    properties += members.size();
    members.forEach((name, member) -> check(path + "." + name, member, depth + 1));
  }

  private static List<?> types(Map<?, ?> schema) {
    Object type = schema.get("type");
    return type == null ? List.of() : type instanceof List<?> several ? several : List.of(type);
  }
}
