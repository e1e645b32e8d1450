package dev.telltale.tools;

import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonWriter;
import dev.telltale.provider.Json;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A value that is a text in JSON, such as a date. */
final class TextShape extends Shape {
  private final Map<String, Object> facets;
  private final String what;
  private final SizeBounds bounds;
  private final Function<String, Object> parse;
  private final Function<Object, String> print;

  /**
   * Creates the shape.
   *
   * @param facets what the schema says beside the type
   * @param what such as {@code a date like 2026-03-31}
   * @param parse throws any runtime exception for a text that is no such value
   */
  TextShape(
      Map<String, Object> facets,
      String what,
      SizeBounds bounds,
      Function<String, Object> parse,
      Function<Object, String> print) {
    this.facets = facets;
    this.what = what;
    this.bounds = bounds;
    this.parse = parse;
    this.print = print;
  }

  @Override
  Map<String, @Nullable Object> schema(Outline outline) {
    Map<String, @Nullable Object> schema = new LinkedHashMap<>();
    schema.put("type", "string");
    schema.putAll(facets);
    bounds.addPattern(schema);
    return schema;
  }

  @Override
  Object read(JsonReader reader) throws IOException {
    expect(reader, JsonReader.Token.STRING, what);
    String path = reader.getPath();
    String text = Json.text(reader);
    if (text == null) {
      throw new MismatchException(path, "is not " + what);
    }
    bounds.check(text.codePointCount(0, text.length()), path, "characters");
    try {
      return parse.apply(text);
    } catch (RuntimeException notOne) {
      // Not as cause: the message of a parser quotes what it was given.
      throw new MismatchException(path, "is not " + what);
    }
  }

  @Override
  void write(JsonWriter writer, @Nullable Object value) throws IOException {
    if (value == null) {
      throw unwritable("a text is null");
    }
    writer.value(print.apply(value));
  }
}
