package dev.telltale.openai.wire;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import dev.telltale.ErrorKind;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.provider.Json;
import dev.telltale.provider.JsonLimits;
import dev.telltale.provider.WireResponse;
import java.io.IOException;
import java.time.Duration;
import okio.Buffer;
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
 * <p>A code may be any scalar. Google's {@code details} may name the wait until the next try. For a
 * failure that is known to lead nowhere there is a hint. Texts for people are not read: they echo
 * prompts and parts of keys. What cannot be read is classified by the status alone.
 */
public final class ErrorReader {
  private static final JsonReader.Options TOP =
      JsonReader.Options.of("error", "code", "type", "param");
  private static final JsonReader.Options ERROR =
      JsonReader.Options.of("code", "type", "param", "status_code", "details");
  private static final int MAX_CHARS = 256;

  /** OpenAI says so by the member alone: the code is null, and the member need not be set. */
  private static final String TOOLS_NEED_NO_REASONING =
      "If the request has tools, set reasoningEffort(\"none\"): this model takes them here only then.";

  private final AddedMembers added;
  private @Nullable String code;
  private @Nullable String type;
  private @Nullable String param;
  private @Nullable String statusCode;
  private @Nullable Duration retryAfter;
  private boolean found;

  private ErrorReader(AddedMembers added) {
    this.added = added;
  }

  /** Reads an answer whose status is an error. Never throws for what is in the body. */
  public static ErrorDetails read(WireResponse response) {
    return read(response, AddedMembers.none());
  }

  /**
   * Reads an answer whose status is an error. Never throws for what is in the body.
   *
   * @param added reads what this protocol does not know
   */
  public static ErrorDetails read(WireResponse response, AddedMembers added) {
    ErrorReader error = new ErrorReader(added);
    error.readBody(response.body().source().getBuffer());
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
    return readMember(reader, otherwise, AddedMembers.none());
  }

  static @Nullable ErrorDetails readMember(
      JsonReader reader, ErrorKind otherwise, AddedMembers added) throws IOException {
    if (reader.peek() == JsonReader.Token.NULL) {
      reader.skipValue();
      return null;
    }
    ErrorReader error = new ErrorReader(added);
    error.readError(reader);
    return error.ofWords(otherwise);
  }

  /**
   * Reads the data of an event that is an error, or an array with one in it. Never throws for what
   * is in it.
   *
   * @return null if there is nothing like an error
   */
  static @Nullable ErrorDetails readEvent(Buffer data, AddedMembers added) {
    ErrorReader error = new ErrorReader(added);
    error.readBody(data);
    boolean found = error.found || error.code != null || error.type != null;
    return found ? error.ofWords(ErrorKind.STREAM_ERROR) : null;
  }

  /** The error that a code and a type at the top level stand for. */
  static ErrorDetails ofWords(@Nullable String code, @Nullable String type, ErrorKind otherwise) {
    ErrorReader error = new ErrorReader(AddedMembers.none());
    error.code = code;
    error.type = type;
    return error.ofWords(otherwise);
  }

  /** Reads a code or type; null if it is no scalar. */
  static @Nullable String word(JsonReader reader) throws IOException {
    return shortened(Json.scalar(reader), null);
  }

  private ErrorDetails ofWords(ErrorKind otherwise) {
    String word = code == null ? statusCode : code;
    ErrorKind kind = ErrorKinds.ofWords(word, type, otherwise);
    if (kind == otherwise && statusCode != null) {
      kind = ErrorKinds.ofWords(statusCode, type, otherwise);
    }
    return details(kind).build();
  }

  private ErrorDetails.Builder details(ErrorKind kind) {
    boolean toolsNeedNoReasoning = "reasoning_effort".equals(param) && code == null;
    ErrorDetails.Builder details =
        ErrorDetails.builder(kind)
            .code(code)
            .type(type)
            .param(param)
            .retryAfter(retryAfter)
            .hint(toolsNeedNoReasoning ? TOOLS_NEED_NO_REASONING : null);
    added.errorRead(details);
    return details;
  }

  private void readBody(Buffer json) {
    JsonReader reader = JsonReader.of(json);
    try {
      JsonLimits.check(json);
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
        case 0 -> {
          found = reader.peek() != JsonReader.Token.NULL;
          readError(reader);
        }
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
        case 4 -> retryAfter = RetryInfo.read(reader);
        default -> added.errorMember(reader.nextName(), reader);
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
