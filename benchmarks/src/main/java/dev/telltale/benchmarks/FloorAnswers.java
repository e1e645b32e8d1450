package dev.telltale.benchmarks;

import com.squareup.moshi.JsonReader;
import java.io.IOException;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** Reads a whole answer from the connection into the few values a caller wants. */
final class FloorAnswers implements FloorClient.AnswerReader {
  private static final JsonReader.Options ANSWER =
      JsonReader.Options.of("id", "model", "choices", "usage");
  private static final JsonReader.Options CHOICE =
      JsonReader.Options.of("message", "finish_reason");
  private static final JsonReader.Options MESSAGE = JsonReader.Options.of("role", "content");
  private static final JsonReader.Options USAGE =
      JsonReader.Options.of("prompt_tokens", "completion_tokens", "total_tokens");

  private final Scenario scenario;

  FloorAnswers(Scenario scenario) {
    this.scenario = scenario;
  }

  @Override
  public long read(BufferedSource source) throws IOException {
    Answer answer = new Answer();
    JsonReader reader = JsonReader.of(source);
    reader.beginObject();
    while (reader.hasNext()) {
      switch (reader.selectName(ANSWER)) {
        case 0 -> answer.id = reader.nextString();
        case 1 -> answer.model = reader.nextString();
        case 2 -> readChoices(reader, answer);
        case 3 -> readUsage(reader, answer);
        default -> skip(reader);
      }
    }
    reader.endObject();
    return answer.verified(scenario);
  }

  private static void readChoices(JsonReader reader, Answer answer) throws IOException {
    reader.beginArray();
    while (reader.hasNext()) {
      reader.beginObject();
      while (reader.hasNext()) {
        switch (reader.selectName(CHOICE)) {
          case 0 -> readMessage(reader, answer);
          case 1 -> answer.finishReason = reader.nextString();
          default -> skip(reader);
        }
      }
      reader.endObject();
    }
    reader.endArray();
  }

  private static void readMessage(JsonReader reader, Answer answer) throws IOException {
    reader.beginObject();
    while (reader.hasNext()) {
      switch (reader.selectName(MESSAGE)) {
        case 0 -> answer.role = reader.nextString();
        case 1 -> answer.content = reader.nextString();
        default -> skip(reader);
      }
    }
    reader.endObject();
  }

  private static void readUsage(JsonReader reader, Answer answer) throws IOException {
    reader.beginObject();
    while (reader.hasNext()) {
      switch (reader.selectName(USAGE)) {
        case 0 -> answer.inputTokens = reader.nextLong();
        case 1 -> answer.outputTokens = reader.nextLong();
        case 2 -> answer.totalTokens = reader.nextLong();
        default -> skip(reader);
      }
    }
    reader.endObject();
  }

  private static void skip(JsonReader reader) throws IOException {
    reader.skipName();
    reader.skipValue();
  }

  private static final class Answer {
    @Nullable String id;
    @Nullable String model;
    @Nullable String role;
    @Nullable String content;
    @Nullable String finishReason;
    long inputTokens;
    long outputTokens;
    long totalTokens;

    long verified(Scenario scenario) {
      if (id == null || model == null || role == null || content == null || finishReason == null) {
        throw new IllegalStateException("A member of the answer is missing");
      }
      if (inputTokens + outputTokens != totalTokens) {
        throw new IllegalStateException("The tokens of the answer do not add up");
      }
      scenario.verify(content.length(), totalTokens, finishReason.length());
      return content.length();
    }
  }
}
