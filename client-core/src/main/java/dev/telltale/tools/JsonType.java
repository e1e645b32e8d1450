package dev.telltale.tools;

import static java.util.Objects.requireNonNull;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonWriter;
import dev.telltale.JsonSchema;
import dev.telltale.provider.JsonLimits;
import dev.telltale.provider.JsonValues;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import okio.Buffer;

/**
 * A Java type as a model sees it: its JSON Schema, and the way from JSON to a value and back.
 *
 * <pre>{@code
 * record Weather(String city, @Range(min = -90, max = 60) double celsius, Optional<String> note) {}
 *
 * JsonType<Weather> type = JsonType.of(Weather.class);
 * Weather weather = type.parse("{\"city\":\"Porto\",\"celsius\":19.5,\"note\":null}");
 * }</pre>
 *
 * <p>Types are records, sealed interfaces of records, enums, lists, sets, maps, {@code Optional}
 * and its kin, texts, numbers, booleans, dates, times, {@code UUID} and {@code URI}, in any nesting
 * and also within themselves. A component is optional if it is an {@code Optional} or marked with
 * any annotation named {@code Nullable}. The schema keeps to what OpenAI takes as strict: every
 * member is required and may be null instead, no other is allowed, and a map is a list of {@code
 * key} and {@code value}. A type that is no JSON object is wrapped in one whose only member is
 * {@code value}. A value of a sealed interface says by the member {@code type} which record it is.
 *
 * <p>Immutable and thread-safe. Making one looks at the type by reflection and takes about as long
 * as a call; keep it. Using it does not.
 *
 * @param <T> the type
 */
public final class JsonType<T> {
  private static final int MAX_NAME_CHARS = 64;

  private final Type type;
  private final Shape shape;
  private final JsonSchema schema;
  private final String name;

  private JsonType(Type type, Shape shape, String name) {
    this.type = type;
    this.shape = shape;
    this.schema = JsonSchema.of(json(Outline.of(shape)));
    String plain = Outline.plain(name);
    this.name = plain.substring(0, Math.min(plain.length(), MAX_NAME_CHARS));
  }

  /**
   * Describes a class.
   *
   * @throws IllegalArgumentException if the class, or one within it, has no form in JSON; the
   *     message names it and says what to use instead
   */
  public static <T> JsonType<T> of(Class<T> type) {
    return described(requireNonNull(type, "type"));
  }

  /**
   * Describes a type with type arguments.
   *
   * @throws IllegalArgumentException if the type, or one within it, has no form in JSON; the
   *     message names it and says what to use instead
   */
  public static <T> JsonType<T> of(TypeRef<T> type) {
    return described(type.type());
  }

  /** Describes the parameters of a method, as an object that holds them in an array. */
  static JsonType<Object[]> ofParameters(Method method) {
    return new JsonType<>(method.getDeclaringClass(), new Shapes().parameters(method), "arguments");
  }

  private static <T> JsonType<T> described(Type type) {
    Shape shape = new Shapes().of(type);
    Shape object = shape instanceof MembersShape ? shape : MembersShape.wrapping(shape);
    return new JsonType<>(type, object, ResolvedType.of(type).name());
  }

  /** The type. */
  public Type type() {
    return type;
  }

  /** The name the model knows the schema by: that of the class. */
  public String name() {
    return name;
  }

  /** The schema of the JSON object that stands for a value: JSON Schema 2020-12. */
  public JsonSchema schema() {
    return schema;
  }

  /**
   * Reads a value. A member of an optional component may be absent; else the text has to be what
   * the schema describes.
   *
   * @throws MismatchException if the text is no such JSON
   */
  @SuppressWarnings("unchecked") // The shape was made of T.
  public T parse(String json) {
    Buffer text = new Buffer().writeUtf8(requireNonNull(json, "json"));
    JsonReader reader = JsonReader.of(text);
    try {
      JsonLimits.check(text);
      Object value = shape.read(reader);
      if (reader.peek() != JsonReader.Token.END_DOCUMENT) {
        throw new MismatchException("$", "is followed by something else");
      }
      return (T) requireNonNull(value);
    } catch (EOFException cut) {
      throw new MismatchException("$", "ends before it is complete");
    } catch (IOException | JsonDataException malformed) {
      // Not as cause: the parser's message quotes the text.
      throw new MismatchException("$", "is not valid JSON");
    }
  }

  /**
   * Writes a value as the JSON that {@link #parse} reads.
   *
   * @throws IllegalArgumentException if there is null where the type has no place for it, a number
   *     that is not finite, or a value within values within values some 250 times
   */
  public String format(T value) {
    Buffer json = new Buffer();
    try (JsonWriter writer = writer(json)) {
      shape.write(writer, requireNonNull(value, "value"));
    } catch (JsonDataException tooDeep) {
      throw Shape.unwritable("it is nested too deeply");
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return json.readUtf8();
  }

  @Override
  public String toString() {
    return "JsonType[" + type.getTypeName() + "]";
  }

  private static String json(Object value) {
    Buffer json = new Buffer();
    try (JsonWriter writer = writer(json)) {
      JsonValues.write(writer, value);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return json.readUtf8();
  }

  private static JsonWriter writer(Buffer target) {
    JsonWriter writer = JsonWriter.of(target);
    writer.setSerializeNulls(true);
    return writer;
  }
}
