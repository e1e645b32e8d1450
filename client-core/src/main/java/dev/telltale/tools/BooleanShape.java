package dev.telltale.tools;

import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** True or false. */
final class BooleanShape extends Shape {

  @Override
  Map<String, @Nullable Object> schema(Outline outline) {
    Map<String, @Nullable Object> schema = new LinkedHashMap<>();
    schema.put("type", "boolean");
    return schema;
  }

  @Override
  Object read(JsonReader reader) throws IOException {
    expect(reader, JsonReader.Token.BOOLEAN, "true or false");
    return reader.nextBoolean();
  }

  @Override
  void write(JsonWriter writer, @Nullable Object value) throws IOException {
    if (!(value instanceof Boolean flag)) {
      throw unwritable("a boolean is null");
    }
    writer.value(flag);
  }
}
