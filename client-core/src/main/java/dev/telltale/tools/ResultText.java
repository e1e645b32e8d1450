package dev.telltale.tools;

import com.squareup.moshi.JsonWriter;
import dev.telltale.provider.JsonValues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a tool returned for the model. A record is looked at once per class, at its first
 * return. Thread-safe.
 */
final class ResultText {
  private final Map<Class<?>, Shape> records = new ConcurrentHashMap<>();

  String of(@Nullable Object result) {
    if (result == null) {
      return "";
    }
    if (result instanceof CharSequence text) {
      return text.toString();
    }
    Buffer json = new Buffer();
    JsonWriter writer = JsonWriter.of(json);
    writer.setSerializeNulls(true);
    try {
      JsonValues.write(writer, plain(result));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return json.readUtf8();
  }

  private @Nullable Object plain(@Nullable Object value) throws IOException {
    if (value == null
        || value instanceof String
        || value instanceof Boolean
        || value instanceof Number) {
      return value;
    }
    if (value instanceof Collection<?> elements) {
      List<@Nullable Object> plain = new ArrayList<>();
      for (Object element : elements) {
        plain.add(plain(element));
      }
      return plain;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> plain = new LinkedHashMap<>();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        plain.put(String.valueOf(entry.getKey()), plain(entry.getValue()));
      }
      return plain;
    }
    if (value instanceof Optional<?> optional) {
      return plain(optional.orElse(null));
    }
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    return value instanceof Record members ? members(members) : String.valueOf(value);
  }

  private Map<String, @Nullable Object> members(Record value) throws IOException {
    Shape shape = records.computeIfAbsent(value.getClass(), type -> new Shapes().of(type));
    Buffer json = new Buffer();
    JsonWriter writer = JsonWriter.of(json);
    writer.setSerializeNulls(true);
    shape.write(writer, value);
    return JsonValues.parseObject(json.readUtf8());
  }
}
