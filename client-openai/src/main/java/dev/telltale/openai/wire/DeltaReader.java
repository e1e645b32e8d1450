package dev.telltale.openai.wire;

import com.squareup.moshi.JsonReader;
import dev.telltale.provider.Json;
import dev.telltale.provider.StreamSink;
import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads the choices of the chunks of one stream. */
final class DeltaReader {
  /*
   * Members that servers send in each chunk are named though nothing reads them, as selectName
   * makes a String of a name it does not know.
   */

  /** Azure's, in each chunk. */
  private static final String CONTENT_FILTER_RESULTS = "content_filter_results";

  private static final JsonReader.Options CHOICE =
      JsonReader.Options.of(
          "index",
          "delta",
          "finish_reason",
          "logprobs",
          "text",
          "native_finish_reason",
          CONTENT_FILTER_RESULTS);

  private static final JsonReader.Options DELTA =
      JsonReader.Options.of(
          "content",
          "refusal",
          "reasoning_content",
          "reasoning",
          "tool_calls",
          "function_call",
          "annotations",
          "audio",
          "role",
          "reasoning_details",
          "token_id");

  /** Far more choices than a server offers; a bound on what a hostile one makes us keep. */
  static final int MAX_CHOICES = 1024;

  private final Delta choice = new Delta();
  private final AddedMembers added;
  private boolean mayBeLong;

  DeltaReader(AddedMembers added) {
    this.added = added;
  }

  /**
   * Reads a list of choices.
   *
   * @param mayBeLong whether a text in them may be long enough to be read in another way
   */
  void readChoices(JsonReader reader, StreamSink sink, boolean mayBeLong) throws IOException {
    this.mayBeLong = mayBeLong;
    if (!Json.enterArray(reader)) {
      return;
    }
    while (reader.hasNext()) {
      if (Json.enterObject(reader)) {
        choice.clear();
        readChoice(reader);
        choice.tell(sink);
      }
    }
    reader.endArray();
  }

  private void readChoice(JsonReader reader) throws IOException {
    while (reader.hasNext()) {
      switch (reader.selectName(CHOICE)) {
        case 0 -> choice.index = readIndex(reader);
        case 1 -> readDelta(reader);
        case 2 -> choice.finishReason = Json.string(reader);
        case 3 -> choice.logProbs = LogProbs.read(reader);
        case 4, 5 -> reader.skipValue();
        case 6 -> added.choiceMember(CONTENT_FILTER_RESULTS, reader);
        default -> added.choiceMember(reader.nextName(), reader);
      }
    }
    reader.endObject();
    added.choiceRead(choice.index);
  }

  private static int readIndex(JsonReader reader) throws IOException {
    OptionalLong index = Json.count(reader);
    if (index.orElse(0) >= MAX_CHOICES) {
      throw new IOException("A choice has an index beyond any number of choices");
    }
    return (int) index.orElse(0);
  }

  private void readDelta(JsonReader reader) throws IOException {
    if (!Json.enterObject(reader)) {
      return;
    }
    while (reader.hasNext()) {
      switch (reader.selectName(DELTA)) {
        case 0 -> readContent(reader);
        case 1 -> choice.refusal = text(reader);
        case 2 -> choice.thinking("reasoning_content", text(reader));
        case 3 -> choice.thinking("reasoning", text(reader));
        case 4 -> readToolCalls(reader);
        case 5 -> choice.toolCall(ToolCallReader.readFunction(reader));
        case 6 -> choice.citations = CitationReader.read(reader);
        case 7 -> choice.audio = AudioReader.read(reader);
        case 8, 9, 10 -> reader.skipValue();
        default -> Json.skipMember(reader);
      }
    }
    reader.endObject();
  }

  private void readContent(JsonReader reader) throws IOException {
    if (reader.peek() == JsonReader.Token.BEGIN_ARRAY) {
      choice.parts = PartsReader.read(reader);
    } else {
      choice.text = text(reader);
    }
  }

  private void readToolCalls(JsonReader reader) throws IOException {
    if (!Json.enterArray(reader)) {
      return;
    }
    while (reader.hasNext()) {
      choice.toolCall(ToolCallReader.read(reader));
    }
    reader.endArray();
  }

  private @Nullable String text(JsonReader reader) throws IOException {
    return mayBeLong ? Json.text(reader) : Json.string(reader);
  }
}
