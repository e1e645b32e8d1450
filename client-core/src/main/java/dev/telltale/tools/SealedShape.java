package dev.telltale.tools;

import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value that is one of several records, and says which by its member {@code type}. */
final class SealedShape extends Shape {
  private final String name;
  private final @Nullable String description;
  private Map<Class<?>, MembersShape> byClass = Map.of();
  private Map<String, MembersShape> byTag = Map.of();

  SealedShape(String name, @Nullable String description) {
    this.name = name;
    this.description = description;
  }

  /** Sets the records, which may lead back to this shape. */
  void complete(Map<Class<?>, MembersShape> records) {
    this.byClass = records;
    Map<String, MembersShape> tagged = new LinkedHashMap<>();
    records.forEach(
        (type, shape) -> {
          if (tagged.put(type.getSimpleName(), shape) != null) {
            throw new IllegalArgumentException(
                "Two records of " + name + " are named " + type.getSimpleName() + ": rename one");
          }
        });
    this.byTag = tagged;
  }

  @Override
  Map<String, @Nullable Object> schema(Outline outline) {
    Map<String, @Nullable Object> schema = new LinkedHashMap<>();
    if (description != null) {
      schema.put("description", description);
    }
    schema.put("anyOf", byTag.values().stream().map(outline::schema).toList());
    return schema;
  }

  @Override
  Object read(JsonReader reader) throws IOException {
    expect(reader, JsonReader.Token.BEGIN_OBJECT, "an object");
    MembersShape record = byTag.get(tag(reader));
    if (record == null) {
      throw new MismatchException(
          reader.getPath() + "." + MembersShape.TAG,
          "is none of " + String.join(", ", byTag.keySet()));
    }
    return record.read(reader);
  }

  @Override
  void write(JsonWriter writer, @Nullable Object value) throws IOException {
    MembersShape record = value == null ? null : byClass.get(value.getClass());
    if (record == null) {
      throw unwritable(name + " is null");
    }
    record.write(writer, value);
  }

  @Override
  List<Shape> parts() {
    return List.copyOf(byTag.values());
  }

  @Override
  String name() {
    return name;
  }

  /** Looks ahead for the member that says which record it is. */
  private static String tag(JsonReader reader) throws IOException {
    try (JsonReader ahead = reader.peekJson()) {
      ahead.beginObject();
      while (ahead.hasNext()) {
        boolean found = ahead.selectName(JsonReader.Options.of(MembersShape.TAG)) == 0;
        if (found && ahead.peek() == JsonReader.Token.STRING) {
          return ahead.nextString();
        }
        if (found) {
          throw mismatch(ahead, "is not a text");
        }
        ahead.skipName();
        ahead.skipValue();
      }
    }
    throw new MismatchException(reader.getPath() + "." + MembersShape.TAG, "is missing");
  }
}
