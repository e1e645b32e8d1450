package dev.telltale.provider;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okio.Buffer;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * JSON as plain values: {@code String}, {@code Boolean}, {@code Long} or {@code BigDecimal}, {@code
 * List}, {@code Map} with string keys in the order of the text, and null. Numbers keep every digit.
 */
public final class JsonValues {
  /** Of the smallest long, with its sign. */
  private static final int MAX_LONG_CHARS = 20;

  /** Parsing takes the square of the digits; nobody means more. */
  private static final int MAX_NUMBER_CHARS = 4096;

  private JsonValues() {}

  /**
   * Parses one JSON object.
   *
   * @throws IOException if the text is anything else; the message does not hold it
   */
  public static Map<String, @Nullable Object> parseObject(String json) throws IOException {
    Buffer text = new Buffer().writeUtf8(json);
    JsonReader reader = JsonReader.of(text);
    try {
      JsonLimits.check(text);
      Map<String, @Nullable Object> object = readObject(reader);
      if (reader.peek() == JsonReader.Token.END_DOCUMENT) {
        return object;
      }
    } catch (IOException | JsonDataException malformed) {
      // Not as cause: the parser's message quotes the text.
    }
    throw new IOException("The text is not one valid JSON object");
  }

  /** Reads the next value, whatever it is. */
  public static @Nullable Object read(JsonReader reader) throws IOException {
    return switch (reader.peek()) {
      case BEGIN_OBJECT -> readObject(reader);
      case BEGIN_ARRAY -> readArray(reader);
      case STRING -> JsonStrings.wellFormed(reader.nextString());
      case NUMBER -> number(reader.nextString());
      case BOOLEAN -> reader.nextBoolean();
      case NULL -> reader.nextNull();
      default -> throw new IOException("A JSON value is missing");
    };
  }

  /**
   * Writes a value.
   *
   * @throws IllegalArgumentException if it is, or holds, anything but the types of this class or
   *     another finite number
   */
  public static void write(JsonWriter writer, @Nullable Object value) throws IOException {
    if (value == null) {
      boolean serializeNulls = writer.getSerializeNulls();
      writer.setSerializeNulls(true);
      writer.nullValue();
      writer.setSerializeNulls(serializeNulls);
    } else if (value instanceof String text) {
      writer.value(text);
    } else if (value instanceof Boolean flag) {
      writer.value(flag);
    } else if (value instanceof Number number) {
      writer.value(number);
    } else if (value instanceof List<?> list) {
      writer.beginArray();
      for (Object element : list) {
        write(writer, element);
      }
      writer.endArray();
    } else if (value instanceof Map<?, ?> map) {
      writeObject(writer, map);
    } else {
      throw new IllegalArgumentException(
          "A " + value.getClass().getName() + " cannot be written as JSON");
    }
  }

  /**
   * Writes a value that is JSON text already, as it is.
   *
   * @throws IllegalArgumentException if the text is not one JSON object; the message does not hold
   *     it
   */
  public static void copyObject(JsonWriter writer, String json) throws IOException {
    try {
      parseObject(json);
    } catch (IOException malformed) {
      throw new IllegalArgumentException("The text to send as it is is not one JSON object");
    }
    try (BufferedSink sink = writer.valueSink()) {
      sink.writeUtf8(json);
    }
  }

  private static void writeObject(JsonWriter writer, Map<?, ?> map) throws IOException {
    writer.beginObject();
    for (Map.Entry<?, ?> member : map.entrySet()) {
      if (!(member.getKey() instanceof String name)) {
        throw new IllegalArgumentException("A JSON object has only strings as names");
      }
      writer.name(name);
      write(writer, member.getValue());
    }
    writer.endObject();
  }

  /** Reads an object, which is the next value. */
  public static Map<String, @Nullable Object> readObject(JsonReader reader) throws IOException {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    reader.beginObject();
    while (reader.hasNext()) {
      object.put(JsonStrings.wellFormed(reader.nextName()), read(reader));
    }
    reader.endObject();
    return Collections.unmodifiableMap(object);
  }

  private static List<@Nullable Object> readArray(JsonReader reader) throws IOException {
    List<@Nullable Object> array = new ArrayList<>();
    reader.beginArray();
    while (reader.hasNext()) {
      array.add(read(reader));
    }
    reader.endArray();
    return Collections.unmodifiableList(array);
  }

  private static Number number(String digits) throws IOException {
    if (digits.length() <= MAX_LONG_CHARS) {
      try {
        return Long.valueOf(digits);
      } catch (NumberFormatException notLong) {
        // It is kept as a decimal.
      }
    }
    if (digits.length() > MAX_NUMBER_CHARS) {
      throw new IOException("A number is too long");
    }
    try {
      return new BigDecimal(digits);
    } catch (NumberFormatException exponentTooLarge) {
      throw new IOException("A number is too large");
    }
  }
}
