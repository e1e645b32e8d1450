package dev.telltale.benchmarks;

import com.squareup.moshi.JsonReader;
import java.io.IOException;

/** What is verified of a stream, gathered event by event. */
final class StreamTotals {
  /** With the members that are skipped, as a name that is not listed becomes a string. */
  private static final JsonReader.Options CHUNK =
      JsonReader.Options.of(
          "choices",
          "usage",
          "id",
          "model",
          "object",
          "created",
          "service_tier",
          "system_fingerprint",
          "obfuscation");

  private static final JsonReader.Options CHOICE =
      JsonReader.Options.of("delta", "finish_reason", "index", "logprobs");
  private static final JsonReader.Options DELTA = JsonReader.Options.of("content", "role");
  private static final JsonReader.Options USAGE = JsonReader.Options.of("total_tokens");

  private final Names names;
  private long chars;
  private long tokens;
  private int finishReasonChars;

  StreamTotals(Names names) {
    this.names = names;
  }

  long verified(Scenario scenario) {
    scenario.verify(chars, tokens, finishReasonChars);
    return chars;
  }

  /** Reads one chunk. */
  void add(JsonReader reader) throws IOException {
    reader.beginObject();
    while (reader.hasNext()) {
      switch (reader.selectName(CHUNK)) {
        case 0 -> addChoices(reader);
        case 1 -> addUsage(reader);
        case 2, 3 -> readName(reader);
        case -1 -> skip(reader);
        default -> reader.skipValue();
      }
    }
    reader.endObject();
  }

  private void readName(JsonReader reader) throws IOException {
    if (names == Names.SKIPPED) {
      reader.skipValue();
    } else if (reader.nextString().isEmpty()) {
      throw new IOException("A chunk has an empty id or model");
    }
  }

  private void addChoices(JsonReader reader) throws IOException {
    reader.beginArray();
    while (reader.hasNext()) {
      reader.beginObject();
      while (reader.hasNext()) {
        switch (reader.selectName(CHOICE)) {
          case 0 -> addDelta(reader);
          case 1 -> addFinishReason(reader);
          case -1 -> skip(reader);
          default -> reader.skipValue();
        }
      }
      reader.endObject();
    }
    reader.endArray();
  }

  private void addDelta(JsonReader reader) throws IOException {
    reader.beginObject();
    while (reader.hasNext()) {
      switch (reader.selectName(DELTA)) {
        case 0 -> chars += reader.nextString().length();
        case 1 -> reader.skipValue();
        default -> skip(reader);
      }
    }
    reader.endObject();
  }

  private void addFinishReason(JsonReader reader) throws IOException {
    if (reader.peek() == JsonReader.Token.NULL) {
      reader.skipValue();
    } else {
      finishReasonChars = reader.nextString().length();
    }
  }

  private void addUsage(JsonReader reader) throws IOException {
    if (reader.peek() == JsonReader.Token.NULL) {
      reader.skipValue();
      return;
    }
    reader.beginObject();
    while (reader.hasNext()) {
      if (reader.selectName(USAGE) == 0) {
        tokens = reader.nextLong();
      } else {
        skip(reader);
      }
    }
    reader.endObject();
  }

  private static void skip(JsonReader reader) throws IOException {
    reader.skipName();
    reader.skipValue();
  }

  /** What to do with the id and the model, which are the same in each event. */
  enum Names {
    READ,
    SKIPPED
  }
}
