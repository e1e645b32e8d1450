package dev.telltale.tools;

import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A list or a set. What is read is unmodifiable and keeps the order of the JSON. */
final class ListShape extends Shape {
  private final Shape element;
  private final boolean set;
  private final SizeBounds bounds;

  ListShape(Shape element, boolean set, SizeBounds bounds) {
    this.element = element;
    this.set = set;
    this.bounds = bounds;
  }

  @Override
  Map<String, @Nullable Object> schema(Outline outline) {
    Map<String, @Nullable Object> schema = new LinkedHashMap<>();
    schema.put("type", "array");
    schema.put("items", outline.schema(element));
    bounds.addItems(schema);
    return schema;
  }

  @Override
  Object read(JsonReader reader) throws IOException {
    expect(reader, JsonReader.Token.BEGIN_ARRAY, "a list");
    String path = reader.getPath();
    List<@Nullable Object> elements = new ArrayList<>();
    reader.beginArray();
    while (reader.hasNext()) {
      elements.add(element.read(reader));
    }
    reader.endArray();
    bounds.check(elements.size(), path, "elements");
    if (!set) {
      return Collections.unmodifiableList(elements);
    }
    // A model may repeat an element of a set, as schemas cannot forbid it everywhere.
    Set<@Nullable Object> distinct = new LinkedHashSet<>(elements);
    bounds.check(distinct.size(), path, "elements");
    return Collections.unmodifiableSet(distinct);
  }

  @Override
  void write(JsonWriter writer, @Nullable Object value) throws IOException {
    if (!(value instanceof Collection<?> elements)) {
      throw unwritable("a list is null");
    }
    writer.beginArray();
    for (Object each : elements) {
      if (each == null) {
        throw unwritable("an element of a list is null");
      }
      element.write(writer, each);
    }
    writer.endArray();
  }

  @Override
  List<Shape> parts() {
    return List.of(element);
  }
}
