package dev.telltale.tools;

import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A value that may be missing: null in JSON; in Java an empty optional of some kind, or null. */
final class OptionalShape extends Shape {
  private final Shape present;
  private final @Nullable Object empty;
  private final Function<Object, Object> wrap;
  private final Function<Object, @Nullable Object> unwrap;

  /**
   * Creates the shape.
   *
   * @param empty what stands for null, or null itself
   * @param unwrap returns null for what is empty
   */
  OptionalShape(
      Shape present,
      @Nullable Object empty,
      Function<Object, Object> wrap,
      Function<Object, @Nullable Object> unwrap) {
    this.present = present;
    this.empty = empty;
    this.wrap = wrap;
    this.unwrap = unwrap;
  }

  @Override
  Map<String, @Nullable Object> schema(Outline outline) {
    Map<String, @Nullable Object> schema = new LinkedHashMap<>(outline.schema(present));
    if (schema.get("type") instanceof String type) {
      schema.put("type", List.of(type, "null"));
      if (schema.get("enum") instanceof List<?> values) {
        List<@Nullable Object> withNull = new ArrayList<>(values);
        withNull.add(null);
        schema.put("enum", withNull);
      }
      return schema;
    }
    Map<String, @Nullable Object> either = new LinkedHashMap<>();
    either.put("anyOf", List.of(schema, Map.of("type", "null")));
    return either;
  }

  @Override
  @Nullable Object read(JsonReader reader) throws IOException {
    if (reader.peek() == JsonReader.Token.NULL) {
      reader.nextNull();
      return empty;
    }
    Object value = present.read(reader);
    return value == null ? empty : wrap.apply(value);
  }

  @Override
  void write(JsonWriter writer, @Nullable Object value) throws IOException {
    Object inner = value == null ? null : unwrap.apply(value);
    if (inner == null) {
      writer.nullValue();
    } else {
      present.write(writer, inner);
    }
  }

  @Override
  List<Shape> parts() {
    return List.of(present);
  }

  @Override
  boolean nullable() {
    return true;
  }

  @Override
  @Nullable Object absent() {
    return empty;
  }
}
