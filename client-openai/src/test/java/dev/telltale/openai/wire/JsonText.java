package dev.telltale.openai.wire;

import com.squareup.moshi.JsonWriter;
import dev.telltale.rig.fixtures.Fixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** JSON text of what {@link Fixtures#json} makes: whole numbers without a fraction. */
final class JsonText {
  private JsonText() {}

  static String of(@Nullable Object value) {
    Buffer json = new Buffer();
    try {
      JsonWriter writer = JsonWriter.of(json);
      writer.setSerializeNulls(true);
      write(writer, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return json.readUtf8();
  }

  private static void write(JsonWriter writer, @Nullable Object value) throws IOException {
    if (value instanceof List<?> list) {
      writer.beginArray();
      for (Object element : list) {
        write(writer, element);
      }
      writer.endArray();
    } else if (value instanceof Map) {
      writer.beginObject();
      for (Map.Entry<String, Object> member : Fixture.object(value).entrySet()) {
        write(writer.name(member.getKey()), member.getValue());
      }
      writer.endObject();
    } else if (value instanceof Double number && number % 1 == 0 && Math.abs(number) < 1e15) {
      writer.value(number.longValue());
    } else {
      writer.jsonValue(value);
    }
  }
}
