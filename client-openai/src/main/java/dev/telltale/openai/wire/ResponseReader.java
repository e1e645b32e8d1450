package dev.telltale.openai.wire;

import com.squareup.moshi.JsonReader;
import dev.telltale.ChatResponse;
import dev.telltale.Choice;
import dev.telltale.ErrorKind;
import dev.telltale.Usage;
import dev.telltale.openai.OpenAiResponseData;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.provider.Json;
import dev.telltale.provider.JsonLimits;
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
 * <p>Any member may be missing but {@code choices}: an object without one is no answer.
 */
public final class ResponseReader {
  private static final JsonReader.Options MEMBERS =
      JsonReader.Options.of(
          "id",
          "model",
          "choices",
          "usage",
          "service_tier",
          "system_fingerprint",
          "error",
          "created",
          "metadata",
          "moderation",
          "object",
          "code",
          "type");

  private final AddedMembers added;
  private final ChatResponse.Builder answer = ChatResponse.builder();
  private final OpenAiResponseData.Builder data = OpenAiResponseData.builder();
  private List<Choice> choices = List.of();
  private Usage usage = Usage.unknown();
  private @Nullable ErrorDetails error;
  private boolean flatError;
  private @Nullable String code;
  private @Nullable String type;

  private ResponseReader(AddedMembers added) {
    this.added = added;
  }

  /**
   * Reads the body of an answer with a 2xx status.
   *
   * @throws WireErrorException if the body reports an error
   * @throws IOException if the body is no answer
   */
  public static ChatResponse read(WireBody json) throws IOException {
    return read(json, AddedMembers.none());
  }

  /**
   * Reads the body of an answer with a 2xx status.
   *
   * @param added reads what this protocol does not know
   * @throws WireErrorException if the body reports an error
   * @throws IOException if the body is no answer
   */
  public static ChatResponse read(WireBody json, AddedMembers added) throws IOException {
    ResponseReader body = new ResponseReader(added);
    BufferedSource source = json.source();
    JsonLimits.check(source.getBuffer());
    body.readBody(JsonReader.of(source));
    // White space after the document would keep a segment of 8 KiB from okio's pool.
    source.getBuffer().clear();
    ErrorDetails error = body.error();
    if (error != null) {
      throw new WireErrorException(error);
    }
    return body.answer
        .choices(body.choices)
        .usage(body.usage)
        .extension(OpenAiResponseData.class, body.data.build())
        .build();
  }

  private @Nullable ErrorDetails error() {
    if (error == null && flatError) {
      return ErrorReader.ofWords(code, type, ErrorKind.SERVER);
    }
    if (error == null && choices.isEmpty()) {
      // What was billed is known all the same.
      return ErrorDetails.builder(ErrorKind.MALFORMED_RESPONSE).usage(usage).build();
    }
    return error;
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
    choices = List.of();
  }

  private void readObject(JsonReader reader) throws IOException {
    reader.beginObject();
    while (reader.hasNext()) {
      switch (reader.selectName(MEMBERS)) {
        case 0 -> answer.id(Json.string(reader));
        case 1 -> answer.model(Json.string(reader));
        case 2 -> readChoices(reader);
        case 3 -> usage = UsageReader.read(reader);
        case 4 -> answer.serviceTier(Json.string(reader));
        case 5 -> data.systemFingerprint(Json.string(reader));
        case 6 -> error = ErrorReader.readMember(reader, ErrorKind.SERVER, added);
        case 7 -> data.created(Json.unixTime(reader));
        case 8 -> data.metadata(ResponseDataReader.metadata(reader));
        case 9 -> data.moderation(ResponseDataReader.moderation(reader));
        case 10 -> flatError = "error".equals(Json.string(reader));
        case 11 -> code = ErrorReader.word(reader);
        case 12 -> type = ErrorReader.word(reader);
        default -> added.member(reader.nextName(), reader);
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
      Choice choice = ChoiceReader.read(reader, read.size(), added);
      if (choice != null) {
        read.add(choice);
      }
      if (read.size() > DeltaReader.MAX_CHOICES) {
        throw new IOException("The body holds more choices than any server offers");
      }
    }
    reader.endArray();
    choices = read;
  }
}
