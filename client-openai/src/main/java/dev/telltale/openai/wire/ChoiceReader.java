package dev.telltale.openai.wire;

import com.squareup.moshi.JsonReader;
import dev.telltale.Choice;
import dev.telltale.Content;
import dev.telltale.Message;
import dev.telltale.Role;
import dev.telltale.provider.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads one choice of a whole answer, with its message. */
final class ChoiceReader {
  /** Here and below with the members that are skipped, as other names become strings. */
  private static final JsonReader.Options CHOICE =
      JsonReader.Options.of("index", "message", "finish_reason", "logprobs");

  private static final JsonReader.Options MESSAGE =
      JsonReader.Options.of("role", "content", "refusal", "annotations");
  private static final JsonReader.Options PART = JsonReader.Options.of("type", "text", "refusal");

  private int index;
  private @Nullable String finishReason;
  private Role role = Role.ASSISTANT;
  private final List<Content> content = new ArrayList<>(1);
  private @Nullable String refusal;

  private ChoiceReader(int position) {
    this.index = position;
  }

  /** Reads a value; returns null if it is no object. A choice without index has its position. */
  static @Nullable Choice read(JsonReader reader, int position) throws IOException {
    if (!Json.enterObject(reader)) {
      return null;
    }
    ChoiceReader choice = new ChoiceReader(position);
    while (reader.hasNext()) {
      switch (reader.selectName(CHOICE)) {
        case 0 -> choice.readIndex(reader);
        case 1 -> choice.readMessage(reader);
        case 2 -> choice.finishReason = Json.string(reader);
        case 3 -> reader.skipValue();
        default -> Json.skipMember(reader);
      }
    }
    reader.endObject();
    return choice.build();
  }

  private Choice build() {
    if (refusal != null) {
      content.add(new Content.Refusal(refusal));
    }
    Choice.Builder choice = Choice.builder(index, Message.of(role, content));
    if (finishReason != null && !finishReason.isEmpty()) {
      choice.finishReason(FinishReasons.of(finishReason), finishReason);
    }
    return choice.build();
  }

  private void readIndex(JsonReader reader) throws IOException {
    OptionalLong sent = Json.count(reader);
    if (sent.isPresent() && sent.getAsLong() <= Integer.MAX_VALUE) {
      index = (int) sent.getAsLong();
    }
  }

  private void readMessage(JsonReader reader) throws IOException {
    if (!Json.enterObject(reader)) {
      return;
    }
    while (reader.hasNext()) {
      switch (reader.selectName(MESSAGE)) {
        case 0 -> readRole(reader);
        case 1 -> readContent(reader);
        case 2 -> refusal = Json.text(reader);
        case 3 -> reader.skipValue();
        default -> Json.skipMember(reader);
      }
    }
    reader.endObject();
  }

  private void readRole(JsonReader reader) throws IOException {
    String name = Json.string(reader);
    if (name != null && !name.isBlank()) {
      role = Role.of(name);
    }
  }

  private void readContent(JsonReader reader) throws IOException {
    if (reader.peek() == JsonReader.Token.BEGIN_ARRAY) {
      readParts(reader);
      return;
    }
    String text = Json.text(reader);
    if (text != null) {
      content.add(new Content.Text(text));
    }
  }

  private void readParts(JsonReader reader) throws IOException {
    reader.beginArray();
    while (reader.hasNext()) {
      if (Json.enterObject(reader)) {
        readPart(reader);
      }
    }
    reader.endArray();
  }

  private void readPart(JsonReader reader) throws IOException {
    String type = "text";
    String text = null;
    while (reader.hasNext()) {
      switch (reader.selectName(PART)) {
        case 0 -> type = Json.string(reader);
        case 1 -> text = Json.text(reader);
        case 2 -> refusal = Json.text(reader);
        default -> Json.skipMember(reader);
      }
    }
    reader.endObject();
    if (text != null && "text".equals(type)) {
      content.add(new Content.Text(text));
    }
  }
}
