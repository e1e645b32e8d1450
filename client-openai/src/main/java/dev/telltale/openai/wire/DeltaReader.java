package dev.telltale.openai.wire;

import com.squareup.moshi.JsonReader;
import dev.telltale.provider.Json;
import dev.telltale.provider.StreamSink;
import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads the choices of a chunk. One instance serves a stream: the members of a choice come in any
 * order, so its pieces wait in fields until the index is known.
 */
final class DeltaReader {
  private static final JsonReader.Options CHOICE =
      JsonReader.Options.of("index", "delta", "finish_reason", "logprobs");
  private static final JsonReader.Options DELTA =
      JsonReader.Options.of("content", "refusal", "role");

  /** Far more choices than a server offers; a bound on what a hostile one makes us keep. */
  private static final int MAX_CHOICES = 1024;

  private int index;
  private @Nullable String text;
  private @Nullable String refusal;
  private @Nullable String finishReason;

  void readChoices(JsonReader reader, StreamSink sink, boolean mayBeLong) throws IOException {
    if (!Json.enterArray(reader)) {
      return;
    }
    while (reader.hasNext()) {
      if (Json.enterObject(reader)) {
        readChoice(reader, mayBeLong);
        tell(sink);
      }
    }
    reader.endArray();
  }

  private void readChoice(JsonReader reader, boolean mayBeLong) throws IOException {
    index = 0;
    text = null;
    refusal = null;
    finishReason = null;
    while (reader.hasNext()) {
      switch (reader.selectName(CHOICE)) {
        case 0 -> index = readIndex(reader);
        case 1 -> readDelta(reader, mayBeLong);
        case 2 -> finishReason = Json.string(reader);
        case 3 -> reader.skipValue();
        default -> Json.skipMember(reader);
      }
    }
    reader.endObject();
  }

  private static int readIndex(JsonReader reader) throws IOException {
    OptionalLong index = Json.count(reader);
    if (index.orElse(0) >= MAX_CHOICES) {
      throw new IOException("A choice has an index beyond any number of choices");
    }
    return (int) index.orElse(0);
  }

  private void readDelta(JsonReader reader, boolean mayBeLong) throws IOException {
    if (!Json.enterObject(reader)) {
      return;
    }
    while (reader.hasNext()) {
      switch (reader.selectName(DELTA)) {
        case 0 -> text = mayBeLong ? Json.text(reader) : Json.string(reader);
        case 1 -> refusal = mayBeLong ? Json.text(reader) : Json.string(reader);
        case 2 -> reader.skipValue();
        default -> Json.skipMember(reader);
      }
    }
    reader.endObject();
  }

  private void tell(StreamSink sink) {
    sink.choice(index);
    if (text != null && !text.isEmpty()) {
      sink.text(index, text);
    }
    if (refusal != null && !refusal.isEmpty()) {
      sink.refusal(index, refusal);
    }
    if (finishReason != null && !finishReason.isEmpty()) {
      sink.finish(index, FinishReasons.of(finishReason), finishReason);
    }
  }
}
