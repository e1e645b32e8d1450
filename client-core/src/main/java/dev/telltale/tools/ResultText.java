package dev.telltale.tools;

import com.squareup.moshi.JsonWriter;
import dev.telltale.provider.JsonValues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a tool returned for the model: a record as its {@link JsonType} would, or if it has
 * none, or holds null, component by component. A record is looked at once per class, at its first
 * return. Thread-safe.
 */
final class ResultText {
  private final Map<Class<?>, Form> records = new ConcurrentHashMap<>();

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
    if (value.getClass().isArray()) {
      List<@Nullable Object> plain = new ArrayList<>();
      for (int i = 0; i < Array.getLength(value); i++) {
        plain.add(plain(Array.get(value, i)));
      }
      return plain;
    }
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    return value instanceof Record members ? members(members) : plainOptional(value);
  }

  private @Nullable Object plainOptional(Object value) throws IOException {
    if (value instanceof Optional<?> optional) {
      return plain(optional.orElse(null));
    }
    if (value instanceof OptionalInt optional) {
      return optional.isPresent() ? optional.getAsInt() : null;
    }
    if (value instanceof OptionalLong optional) {
      return optional.isPresent() ? optional.getAsLong() : null;
    }
    if (value instanceof OptionalDouble optional) {
      return optional.isPresent() ? optional.getAsDouble() : null;
    }
    return String.valueOf(value);
  }

  private Map<String, @Nullable Object> members(Record value) throws IOException {
    Form form = records.computeIfAbsent(value.getClass(), Form::of);
    if (form.shape() != null) {
      try {
        return shaped(form.shape(), value);
      } catch (IllegalArgumentException gap) {
        // There is null where the type has no place for it; the model may see it all the same.
      }
    }
    @Nullable Object[] components = form.assembly().takeApart(value);
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    for (int i = 0; i < components.length; i++) {
      plain.put(form.names().get(i), plain(components[i]));
    }
    return plain;
  }

  private static Map<String, @Nullable Object> shaped(Shape shape, Record value)
      throws IOException {
    Buffer json = new Buffer();
    JsonWriter writer = JsonWriter.of(json);
    writer.setSerializeNulls(true);
    shape.write(writer, value);
    return JsonValues.parseObject(json.readUtf8());
  }

  /**
   * What a class of records is.
   *
   * @param shape null if it has none, such as a record of arrays
   */
  private record Form(@Nullable Shape shape, List<String> names, RecordAssembly assembly) {

    static Form of(Class<?> type) {
      List<String> names =
          Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
      return new Form(shape(type), names, RecordAssembly.of(type));
    }

    private static @Nullable Shape shape(Class<?> type) {
      try {
        return new Shapes().of(type);
      } catch (IllegalArgumentException noForm) {
        return null;
      }
    }
  }
}
