package dev.telltale.openai.wire;

import static java.util.Objects.requireNonNull;

import com.squareup.moshi.JsonReader;
import dev.telltale.ErrorKind;
import dev.telltale.Usage;
import dev.telltale.openai.OpenAiResponseData;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.provider.Json;
import dev.telltale.provider.JsonLimits;
import dev.telltale.provider.SseEvent;
import dev.telltale.provider.StreamDecoder;
import dev.telltale.provider.StreamSink;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import okio.Buffer;
import okio.BufferedSource;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of one stream: objects {@code chat.completion.chunk}, then {@code [DONE]}.
 *
 * <p>An error in an event is reported after whatever else the event holds. An event that is not
 * JSON ends the stream: after an exception the decoder is of no more use. Not thread-safe.
 */
public final class ChunkDecoder implements StreamDecoder {
  /*
   * A JsonReader costs more than a small chunk, so one reads the whole stream: to it the events are
   * the elements of one array, whose brackets and commas are added here. What is left in the buffer
   * once an element is read would be taken for the next one, hence expectEndOfEvent. Strings that
   * are the same in each chunk are skipped once known. Members that each chunk has are named though
   * nothing reads them, as selectName makes a String of a name it does not know.
   */

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
          "created",
          "obfuscation",
          "moderation",
          "x_groq",
          "code",
          "type");
  private static final JsonReader.Options GROQ = JsonReader.Options.of("usage");
  private static final JsonReader.Options OBJECTS =
      JsonReader.Options.of("chat.completion.chunk", "error");
  private static final JsonReader.Options SERVICE_TIERS =
      JsonReader.Options.of("default", "auto", "flex", "scale", "priority", "fast");

  /** Of an event whose type alone says that it is an error. */
  private static final ErrorDetails UNREADABLE =
      ErrorDetails.builder(ErrorKind.STREAM_ERROR).build();

  private static final ByteString DONE = ByteString.encodeUtf8("[DONE]");

  /** Where a string may be long enough for {@link Json#text} to pay. */
  private static final long LONG_EVENT_BYTES = 2048;

  private final Buffer json = new Buffer();
  private final JsonReader reader = JsonReader.of(json);
  private final AddedMembers added;
  private final DeltaReader deltas;
  private boolean inArray;
  private boolean idKnown;
  private boolean modelKnown;
  private boolean fingerprintKnown;
  private boolean createdKnown;
  private final OpenAiResponseData.Builder responseData = OpenAiResponseData.builder();
  private boolean responseDataTold = true;
  private @Nullable String serviceTier;

  /** Creates a decoder for one stream. */
  public ChunkDecoder() {
    this(AddedMembers.none());
  }

  /**
   * Creates a decoder for one stream.
   *
   * @param added reads what this protocol does not know
   */
  public ChunkDecoder(AddedMembers added) {
    this.added = requireNonNull(added, "added");
    this.deltas = new DeltaReader(added);
  }

  @Override
  public void decode(SseEvent event, StreamSink sink) throws IOException {
    BufferedSource data = event.data();
    skipWhiteSpace(data.getBuffer());
    if (event.dataBytes() == 0) {
      return;
    }
    if (event.dataStartsWith(DONE)) {
      sink.done();
      return;
    }
    JsonLimits.check(data.getBuffer());
    if (event.type().equals("error") || data.getBuffer().getByte(0) == '[') {
      readErrorEvent(event, sink);
      return;
    }
    boolean mayBeLong = event.dataBytes() >= LONG_EVENT_BYTES;
    append(data);
    if (reader.peek() != JsonReader.Token.BEGIN_OBJECT) {
      throw new IOException("An event is not a JSON object");
    }
    ErrorDetails error = readChunk(sink, mayBeLong);
    expectEndOfEvent();
    if (!responseDataTold) {
      responseDataTold = true;
      sink.extension(OpenAiResponseData.class, responseData.build());
    }
    if (error != null) {
      sink.error(error);
    }
  }

  /** An event that says by its type that it is an error, or an array with an error in it. */
  private void readErrorEvent(SseEvent event, StreamSink sink) throws IOException {
    boolean array = event.data().getBuffer().getByte(0) == '[';
    ErrorDetails error = ErrorReader.readEvent(event.data().getBuffer(), added);
    if (error == null && array && !event.type().equals("error")) {
      throw new IOException("An event is not a JSON object");
    }
    sink.error(error == null ? UNREADABLE : error);
  }

  private void append(BufferedSource data) throws IOException {
    json.writeByte(inArray ? ',' : '[');
    json.writeAll(data);
    if (!inArray) {
      reader.beginArray();
      inArray = true;
    }
  }

  private void expectEndOfEvent() throws IOException {
    skipWhiteSpace(json);
    if (!json.exhausted()) {
      throw new IOException("An event holds more than one JSON value");
    }
  }

  private @Nullable ErrorDetails readChunk(StreamSink sink, boolean mayBeLong) throws IOException {
    ErrorDetails error = null;
    boolean flatError = false;
    String code = null;
    String type = null;
    reader.beginObject();
    while (reader.hasNext()) {
      switch (reader.selectName(MEMBERS)) {
        case 0 -> readId(sink);
        case 1 -> readModel(sink);
        case 2 -> deltas.readChoices(reader, sink, mayBeLong);
        case 3 -> readUsage(sink);
        case 4 -> readServiceTier(sink);
        case 5 -> readFingerprint();
        case 6 -> error = ErrorReader.readMember(reader, ErrorKind.STREAM_ERROR, added);
        case 7 -> flatError = isError();
        case 8 -> readCreated();
        case 9 -> reader.skipValue();
        case 10 -> readModeration();
        case 11 -> readGroq(sink);
        case 12 -> code = ErrorReader.word(reader);
        case 13 -> type = ErrorReader.word(reader);
        default -> added.member(reader.nextName(), reader);
      }
    }
    reader.endObject();
    return error == null && flatError
        ? ErrorReader.ofWords(code, type, ErrorKind.STREAM_ERROR)
        : error;
  }

  private boolean isError() throws IOException {
    if (reader.peek() != JsonReader.Token.STRING) {
      reader.skipValue();
      return false;
    }
    int known = reader.selectString(OBJECTS);
    if (known < 0) {
      reader.skipValue();
    }
    return known == 1;
  }

  private void readCreated() throws IOException {
    if (createdKnown) {
      reader.skipValue();
      return;
    }
    Instant created = Json.unixTime(reader);
    // Azure's first event, which is about the prompt, has no time of its own.
    if (created != null && !created.equals(Instant.EPOCH)) {
      createdKnown = true;
      responseData.created(created);
      responseDataTold = false;
    }
  }

  private void readModeration() throws IOException {
    Map<String, @Nullable Object> moderation = ResponseDataReader.moderation(reader);
    if (moderation != null) {
      responseData.moderation(moderation);
      responseDataTold = false;
    }
  }

  /** Groq reports tokens in a place of its own. */
  private void readGroq(StreamSink sink) throws IOException {
    if (!Json.enterObject(reader)) {
      return;
    }
    while (reader.hasNext()) {
      if (reader.selectName(GROQ) == 0) {
        readUsage(sink);
      } else {
        Json.skipMember(reader);
      }
    }
    reader.endObject();
  }

  private void readId(StreamSink sink) throws IOException {
    String id = unless(idKnown);
    if (id != null) {
      idKnown = true;
      sink.id(id);
    }
  }

  private void readModel(StreamSink sink) throws IOException {
    String model = unless(modelKnown);
    if (model != null) {
      modelKnown = true;
      sink.model(model);
    }
  }

  private void readFingerprint() throws IOException {
    String fingerprint = unless(fingerprintKnown);
    if (fingerprint != null) {
      fingerprintKnown = true;
      responseData.systemFingerprint(fingerprint);
      responseDataTold = false;
    }
  }

  /** Reads a string that is not blank, or skips the value, as it also does if it is known. */
  private @Nullable String unless(boolean known) throws IOException {
    if (known) {
      reader.skipValue();
      return null;
    }
    String value = Json.string(reader);
    return value == null || value.isBlank() ? null : value;
  }

  private void readServiceTier(StreamSink sink) throws IOException {
    if (reader.peek() != JsonReader.Token.STRING) {
      reader.skipValue();
      return;
    }
    int known = reader.selectString(SERVICE_TIERS);
    String tier = known < 0 ? Json.string(reader) : SERVICE_TIERS.strings().get(known);
    if (tier != null && !tier.isBlank() && !tier.equals(serviceTier)) {
      serviceTier = tier;
      sink.serviceTier(tier);
    }
  }

  private void readUsage(StreamSink sink) throws IOException {
    Usage usage = UsageReader.read(reader);
    if (!usage.equals(Usage.unknown())) {
      sink.usage(usage);
    }
  }

  private static void skipWhiteSpace(Buffer buffer) throws IOException {
    while (!buffer.exhausted()) {
      byte first = buffer.getByte(0);
      if (first != ' ' && first != '\n' && first != '\t' && first != '\r') {
        return;
      }
      buffer.skip(1);
    }
  }
}
