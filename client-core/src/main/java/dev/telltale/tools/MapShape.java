package dev.telltale.tools;

import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A map, as a list of objects with {@code key} and {@code value}: strict schemas do not allow
 * members of any name.
 */
final class MapShape extends Shape {
  private static final JsonReader.Options NAMES = JsonReader.Options.of("key", "value");

  private final Shape key;
  private final Shape value;
  private final SizeBounds bounds;

  MapShape(Shape key, Shape value, SizeBounds bounds) {
    this.key = key;
    this.value = value;
    this.bounds = bounds;
  }

  @Override
  Map<String, @Nullable Object> schema(Outline outline) {
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    properties.put("key", outline.schema(key));
    properties.put("value", outline.schema(value));
    Map<String, @Nullable Object> entry = new LinkedHashMap<>();
    entry.put("type", "object");
    entry.put("properties", properties);
    entry.put("required", List.of("key", "value"));
    entry.put("additionalProperties", false);
    Map<String, @Nullable Object> schema = new LinkedHashMap<>();
    schema.put("type", "array");
    schema.put("items", entry);
    bounds.addItems(schema);
    return schema;
  }

  @Override
  Object read(JsonReader reader) throws IOException {
    expect(reader, JsonReader.Token.BEGIN_ARRAY, "a list of keys and values");
    String path = reader.getPath();
    Map<Object, @Nullable Object> map = new LinkedHashMap<>();
    int entries = 0;
    reader.beginArray();
    while (reader.hasNext()) {
      readEntry(reader, map);
      entries++;
    }
    reader.endArray();
    bounds.check(entries, path, "entries");
    return Collections.unmodifiableMap(map);
  }

  @Override
  void write(JsonWriter writer, @Nullable Object written) throws IOException {
    if (!(written instanceof Map<?, ?> map)) {
      throw unwritable("a map is null");
    }
    writer.beginArray();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (entry.getKey() == null || entry.getValue() == null) {
        throw unwritable("a map holds null");
      }
      writer.beginObject();
      key.write(writer.name("key"), entry.getKey());
      value.write(writer.name("value"), entry.getValue());
      writer.endObject();
    }
    writer.endArray();
  }

  @Override
  List<Shape> parts() {
    return List.of(key, value);
  }

  private void readEntry(JsonReader reader, Map<Object, @Nullable Object> map) throws IOException {
    expect(reader, JsonReader.Token.BEGIN_OBJECT, "an object with key and value");
    String path = reader.getPath();
    @Nullable Object[] read = new @Nullable Object[2];
    reader.beginObject();
    while (reader.hasNext()) {
      int index = reader.selectName(NAMES);
      if (index < 0) {
        throw new MismatchException(path, "has a member that is neither key nor value");
      }
      if (read[index] != null) {
        throw mismatch(reader, "stands twice");
      }
      read[index] = (index == 0 ? key : value).read(reader);
    }
    reader.endObject();
    Object entryKey = read[0];
    Object entryValue = read[1];
    if (entryKey == null || entryValue == null) {
      throw new MismatchException(path, "lacks its key or its value");
    }
    if (map.put(entryKey, entryValue) != null) {
      throw new MismatchException(path, "repeats a key");
    }
  }
}
