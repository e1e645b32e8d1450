package dev.telltale.observability.cost;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonEncodingException;
import com.squareup.moshi.JsonReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** Reads the small pieces that the parts of a price file share, and words what is wrong. */
final class PriceJson {
  private PriceJson() {}

  /**
   * Reads one document.
   *
   * @throws IllegalArgumentException if it is not valid, with the place but without its text
   * @throws UncheckedIOException if it cannot be read
   */
  static <T> T document(BufferedSource source, Part<T> part) {
    JsonReader reader = JsonReader.of(source);
    try {
      T value = part.read(reader);
      if (reader.peek() != JsonReader.Token.END_DOCUMENT) {
        throw new IllegalArgumentException("something follows the end");
      }
      return value;
    } catch (IllegalArgumentException e) {
      throw invalid(reader, e.getMessage(), e);
    } catch (JsonEncodingException | EOFException | JsonDataException e) {
      throw invalid(reader, "this is not the expected JSON", e);
    } catch (IOException e) {
      throw new UncheckedIOException("The price file cannot be read", e);
    }
  }

  static List<String> strings(JsonReader reader) throws IOException {
    List<String> strings = new ArrayList<>();
    reader.beginArray();
    while (reader.hasNext()) {
      strings.add(reader.nextString());
    }
    reader.endArray();
    return strings;
  }

  static List<String> names(JsonReader reader) throws IOException {
    return strings(reader).stream().map(NameRules::normalise).toList();
  }

  static List<Pattern> patterns(String name, JsonReader reader) throws IOException {
    return strings(reader).stream().map(text -> PriceText.pattern(name, text)).toList();
  }

  static Map<String, BigDecimal> decimals(JsonReader reader) throws IOException {
    return members(reader, (name, value) -> PriceText.decimal(name, value.nextString()));
  }

  static <T> Map<String, T> members(JsonReader reader, Member<T> member) throws IOException {
    Map<String, T> members = new LinkedHashMap<>();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      members.put(name, member.read(name, reader));
    }
    reader.endObject();
    return members;
  }

  static <T> List<T> elements(JsonReader reader, Part<T> element) throws IOException {
    List<T> elements = new ArrayList<>();
    reader.beginArray();
    while (reader.hasNext()) {
      elements.add(element.read(reader));
    }
    reader.endArray();
    return elements;
  }

  private static IllegalArgumentException invalid(
      JsonReader reader, @Nullable String what, Exception cause) {
    return new IllegalArgumentException(
        "The prices are not valid at " + reader.getPath() + ": " + what, cause);
  }

  /** One part of a price file. */
  interface Part<T> {
    T read(JsonReader reader) throws IOException;
  }

  /** One member of an object, by its name. */
  interface Member<T> {
    T read(String name, JsonReader reader) throws IOException;
  }
}
