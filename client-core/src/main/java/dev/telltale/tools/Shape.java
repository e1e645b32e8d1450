package dev.telltale.tools;

import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a Java type is in JSON: how it is described, read and written. Immutable once its {@link
 * Shapes} are complete, and thread-safe from then on.
 */
abstract class Shape {

  /** The schema; the shapes within come from the outline, which may refer to them by name. */
  abstract Map<String, @Nullable Object> schema(Outline outline);

  /**
   * Reads one value, which the schema allows.
   *
   * @throws MismatchException if it does not
   */
  abstract @Nullable Object read(JsonReader reader) throws IOException;

  /**
   * Writes a value of the type.
   *
   * @throws IllegalArgumentException if it has no form in JSON; the message does not hold it
   */
  abstract void write(JsonWriter writer, @Nullable Object value) throws IOException;

  /** The shapes directly within this one. */
  List<Shape> parts() {
    return List.of();
  }

  /** What the schema calls the type where it stands more than once, or null if it never does. */
  @Nullable String name() {
    return null;
  }

  /** Whether null is a value. */
  boolean nullable() {
    return false;
  }

  /** What stands for a member that is not there, if {@link #nullable()}. */
  @Nullable Object absent() {
    return null;
  }

  /** Fails at the place where the reader is. */
  static MismatchException mismatch(JsonReader reader, String problem) {
    return new MismatchException(reader.getPath(), problem);
  }

  static void expect(JsonReader reader, JsonReader.Token token, String what) throws IOException {
    JsonReader.Token found = reader.peek();
    if (found != token) {
      throw mismatch(reader, found == JsonReader.Token.NULL ? "is null" : "is not " + what);
    }
  }

  static IllegalArgumentException unwritable(String what) {
    return new IllegalArgumentException("A value cannot be written as JSON: " + what);
  }
}
