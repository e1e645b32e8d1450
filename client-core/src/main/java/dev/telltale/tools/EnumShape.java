package dev.telltale.tools;

import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of the constants of an enum, by its name. */
final class EnumShape extends Shape {
  private final String name;
  private final @Nullable String description;
  private final Map<String, Object> constants = new LinkedHashMap<>();

  EnumShape(Class<?> type, @Nullable String description) {
    this.name = type.getSimpleName();
    this.description = description;
    for (Object constant : type.getEnumConstants()) {
      constants.put(((Enum<?>) constant).name(), constant);
    }
    if (constants.isEmpty()) {
      throw new IllegalArgumentException(type.getName() + " has no constants to choose from");
    }
  }

  @Override
  Map<String, @Nullable Object> schema(Outline outline) {
    Map<String, @Nullable Object> schema = new LinkedHashMap<>();
    schema.put("type", "string");
    if (description != null) {
      schema.put("description", description);
    }
    schema.put("enum", List.copyOf(constants.keySet()));
    return schema;
  }

  @Override
  Object read(JsonReader reader) throws IOException {
    expect(reader, JsonReader.Token.STRING, "one of " + String.join(", ", constants.keySet()));
    String path = reader.getPath();
    Object constant = constants.get(reader.nextString());
    if (constant == null) {
      throw new MismatchException(path, "is none of " + String.join(", ", constants.keySet()));
    }
    return constant;
  }

  @Override
  void write(JsonWriter writer, @Nullable Object value) throws IOException {
    if (!(value instanceof Enum<?> constant)) {
      throw unwritable(name + " is null");
    }
    writer.value(constant.name());
  }
}
