package dev.telltale.openai.wire;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import dev.telltale.ErrorKind;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.provider.Json;
import dev.telltale.provider.WireResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a server says about a failure, in any of the shapes that servers of this protocol use:
 *
 * <ul>
 *   <li>{@code {"error": {"type", "param", "code"}}}, also as the only element of an array
 *   <li>{@code {"error": "text"}}
 *   <li>the members of {@code error} at the top level
 *   <li>{@code {"statusCode"}}, {@code {"message"}}, {@code {"detail"}}
 * </ul>
 *
 * <p>A code may be any scalar. Texts for people are not read: they echo prompts and parts of keys.
 * What cannot be read is classified by the status alone.
 */
public final class ErrorReader {
  private static final JsonReader.Options TOP =
      JsonReader.Options.of("error", "code", "type", "param");
  private static final JsonReader.Options ERROR =
      JsonReader.Options.of("code", "type", "param", "status_code");
  private static final int MAX_CHARS = 256;

  private @Nullable String code;
  private @Nullable String type;
  private @Nullable String param;
  private @Nullable String statusCode;

  private ErrorReader() {}

  /** Reads an answer whose status is an error. Never throws for what is in the body. */
  public static ErrorDetails read(WireResponse response) {
    ErrorReader error = new ErrorReader();
    error.readBody(JsonReader.of(response.body().source()));
    return error
        .details(ErrorKinds.ofStatus(response.status(), error.code, error.type))
        .status(response.status())
        .build();
  }

  /**
   * Reads the value of an {@code error} member under a status of success.
   *
   * @param otherwise the kind of an error that neither code nor type classifies
   * @return null if the value is null, which is no error
   * @throws IOException if the value is not JSON
   */
  public static @Nullable ErrorDetails readMember(JsonReader reader, ErrorKind otherwise)
      throws IOException {
    if (reader.peek() == JsonReader.Token.NULL) {
      reader.skipValue();
      return null;
    }
    ErrorReader error = new ErrorReader();
    error.readError(reader);
    String word = error.code == null ? error.statusCode : error.code;
    ErrorKind kind = ErrorKinds.ofWords(word, error.type, otherwise);
    if (kind == otherwise && error.statusCode != null) {
      kind = ErrorKinds.ofWords(error.statusCode, error.type, otherwise);
    }
    return error.details(kind).build();
  }

  private ErrorDetails.Builder details(ErrorKind kind) {
    return ErrorDetails.builder(kind).code(code).type(type).param(param);
  }

  private void readBody(JsonReader reader) {
    try {
      if (reader.peek() == JsonReader.Token.BEGIN_ARRAY) {
        reader.beginArray();
      }
      if (reader.peek() == JsonReader.Token.BEGIN_OBJECT) {
        readTop(reader);
      }
    } catch (IOException | JsonDataException unreadable) {
      // HTML, nothing at all, or a body that was cut: what was read so far and the status remain.
    }
  }

  private void readTop(JsonReader reader) throws IOException {
    reader.beginObject();
    while (reader.hasNext()) {
      switch (reader.selectName(TOP)) {
        case 0 -> readError(reader);
        case 1 -> code = shortened(Json.scalar(reader), code);
        case 2 -> type = shortened(Json.string(reader), type);
        case 3 -> param = shortened(Json.string(reader), param);
        default -> Json.skipMember(reader);
      }
    }
    reader.endObject();
  }

  private void readError(JsonReader reader) throws IOException {
    if (!Json.enterObject(reader)) {
      return;
    }
    while (reader.hasNext()) {
      switch (reader.selectName(ERROR)) {
        case 0 -> code = shortened(Json.scalar(reader), code);
        case 1 -> type = shortened(Json.string(reader), type);
        case 2 -> param = shortened(Json.string(reader), param);
        case 3 -> statusCode = shortened(Json.scalar(reader), statusCode);
        default -> Json.skipMember(reader);
      }
    }
    reader.endObject();
  }

  private static @Nullable String shortened(@Nullable String value, @Nullable String otherwise) {
    if (value == null || value.length() <= MAX_CHARS) {
      return value == null ? otherwise : value;
    }
    return value.substring(0, MAX_CHARS);
  }
}
