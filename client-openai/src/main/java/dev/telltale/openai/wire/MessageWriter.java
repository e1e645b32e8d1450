package dev.telltale.openai.wire;

import com.squareup.moshi.JsonWriter;
import dev.telltale.Content;
import dev.telltale.Message;
import dev.telltale.Role;
import java.io.IOException;
import java.util.List;

/** Writes one message: a text alone as a string, anything else as an array of parts. */
final class MessageWriter {
  private MessageWriter() {}

  static void write(JsonWriter writer, Message message) throws IOException {
    writer.beginObject();
    writer.name("role").value(message.role().name());
    writer.name("content");
    writeContent(writer, message);
    if (message.name() != null) {
      writer.name("name").value(message.name());
    }
    writer.endObject();
  }

  private static void writeContent(JsonWriter writer, Message message) throws IOException {
    List<Content> parts = message.parts();
    if (parts.isEmpty()) {
      writer.value("");
    } else if (parts.size() == 1 && parts.get(0) instanceof Content.Text only) {
      writer.value(only.text());
    } else {
      writer.beginArray();
      for (Content part : parts) {
        writePart(writer, part, message.role());
      }
      writer.endArray();
    }
  }

  private static void writePart(JsonWriter writer, Content part, Role role) throws IOException {
    writer.beginObject();
    if (part instanceof Content.Text text) {
      writer.name("type").value("text");
      writer.name("text").value(text.text());
    } else if (part instanceof Content.Refusal refusal) {
      if (!role.equals(Role.ASSISTANT)) {
        throw new IllegalArgumentException("A refusal can stand in a message of the model only");
      }
      writer.name("type").value("refusal");
      writer.name("refusal").value(refusal.text());
    } else {
      throw new AssertionError(part);
    }
    writer.endObject();
  }
}
