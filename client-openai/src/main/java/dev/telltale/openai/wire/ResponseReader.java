package dev.telltale.openai.wire;

import com.squareup.moshi.JsonReader;
import dev.telltale.ChatResponse;
import dev.telltale.Choice;
import dev.telltale.ErrorKind;
import dev.telltale.openai.OpenAiResponseData;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.provider.Json;
import dev.telltale.provider.WireBody;
import dev.telltale.provider.WireErrorException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads a whole answer: the object {@code chat.completion}.
 *
 * <p>Any member may be missing but {@code choices}: an object without it is no answer.
 */
public final class ResponseReader {
  /** With the members that are skipped, as a name that is not listed becomes a string. */
  private static final JsonReader.Options MEMBERS =
      JsonReader.Options.of(
          "id",
          "model",
          "choices",
          "usage",
          "service_tier",
          "system_fingerprint",
          "error",
          "object",
          "created");

  private final ChatResponse.Builder answer = ChatResponse.builder();
  private @Nullable List<Choice> choices;
  private @Nullable ErrorDetails error;

  private ResponseReader() {}

  /**
   * Reads the body of an answer with a 2xx status.
   *
   * @throws WireErrorException if the body reports an error
   * @throws IOException if the body is no answer
   */
  public static ChatResponse read(WireBody json) throws IOException {
    ResponseReader body = new ResponseReader();
    BufferedSource source = json.source();
    body.readBody(JsonReader.of(source));
    // White space after the document would keep a segment of 8 KiB from okio's pool.
    source.getBuffer().clear();
    if (body.error != null) {
      throw new WireErrorException(body.error);
    }
    if (body.choices == null) {
      throw new IOException("The body has no choices");
    }
    return body.answer.choices(body.choices).build();
  }

  private void readBody(JsonReader reader) throws IOException {
    if (reader.peek() == JsonReader.Token.BEGIN_ARRAY) {
      readErrorArray(reader);
      return;
    }
    if (reader.peek() != JsonReader.Token.BEGIN_OBJECT) {
      throw new IOException("The body is not a JSON object");
    }
    readObject(reader);
    if (reader.peek() != JsonReader.Token.END_DOCUMENT) {
      throw new IOException("The body holds more than one JSON value");
    }
  }

  /** Errors of Gemini's compatible endpoint come as an array of one object. */
  private void readErrorArray(JsonReader reader) throws IOException {
    reader.beginArray();
    while (reader.hasNext()) {
      if (reader.peek() == JsonReader.Token.BEGIN_OBJECT) {
        readObject(reader);
      } else {
        reader.skipValue();
      }
    }
    reader.endArray();
    choices = null;
  }

  private void readObject(JsonReader reader) throws IOException {
    reader.beginObject();
    while (reader.hasNext()) {
      switch (reader.selectName(MEMBERS)) {
        case 0 -> answer.id(Json.string(reader));
        case 1 -> answer.model(Json.string(reader));
        case 2 -> readChoices(reader);
        case 3 -> answer.usage(UsageReader.read(reader));
        case 4 -> answer.serviceTier(Json.string(reader));
        case 5 -> readFingerprint(reader);
        case 6 -> error = ErrorReader.readMember(reader, ErrorKind.SERVER);
        case 7, 8 -> reader.skipValue();
        default -> Json.skipMember(reader);
      }
    }
    reader.endObject();
  }

  private void readChoices(JsonReader reader) throws IOException {
    if (!Json.enterArray(reader)) {
      return;
    }
    List<Choice> read = new ArrayList<>(1);
    while (reader.hasNext()) {
      Choice choice = ChoiceReader.read(reader, read.size());
      if (choice != null) {
        read.add(choice);
      }
    }
    reader.endArray();
    choices = read;
  }

  private void readFingerprint(JsonReader reader) throws IOException {
    String fingerprint = Json.string(reader);
    if (fingerprint != null) {
      answer.extension(
          OpenAiResponseData.class,
          OpenAiResponseData.builder().systemFingerprint(fingerprint).build());
    }
  }
}
