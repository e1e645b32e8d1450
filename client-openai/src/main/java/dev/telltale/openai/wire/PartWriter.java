package dev.telltale.openai.wire;

import static dev.telltale.openai.wire.RequestRules.require;

import com.squareup.moshi.JsonWriter;
import dev.telltale.Content;
import dev.telltale.Media;
import dev.telltale.Role;
import dev.telltale.provider.JsonValues;
import java.io.IOException;
import java.util.List;

/** Writes the parts of a message's content. */
final class PartWriter {
  private PartWriter() {}

  static boolean breakpointAfter(List<Content> content, int position) {
    return position + 1 < content.size()
        && content.get(position + 1) instanceof Content.CacheBreakpoint;
  }

  /** Writes content that is not empty: as a string if it is one text and nothing else. */
  static void writeAll(JsonWriter writer, List<Content> content, Role role) throws IOException {
    if (content.size() == 1 && content.get(0) instanceof Content.Text only) {
      writer.value(only.text());
      return;
    }
    writer.beginArray();
    for (int i = 0; i < content.size(); i++) {
      Content part = content.get(i);
      if (part instanceof Content.Opaque opaque) {
        JsonValues.copyObject(writer, opaque.json());
      } else if (!(part instanceof Content.CacheBreakpoint)) {
        writer.beginObject();
        write(writer, part, role);
        if (breakpointAfter(content, i) && !(part instanceof Content.Refusal)) {
          writer.name("prompt_cache_breakpoint");
          writer.beginObject().name("mode").value("explicit").endObject();
        }
        writer.endObject();
      }
    }
    writer.endArray();
  }

  private static void write(JsonWriter writer, Content part, Role role) throws IOException {
    if (part instanceof Content.Text text) {
      writer.name("type").value("text");
      writer.name("text").value(text.text());
    } else if (part instanceof Content.Refusal refusal) {
      require(role.equals(Role.ASSISTANT), "A refusal can stand in a message of the model only");
      writer.name("type").value("refusal");
      writer.name("refusal").value(refusal.text());
    } else if (part instanceof Content.Thinking thinking) {
      require(role.equals(Role.ASSISTANT), "Thoughts can stand in a message of the model only");
      writeThinking(writer, thinking);
    } else {
      require(role.equals(Role.USER), "Only a message of the user takes a part of this kind");
      writeMedia(writer, part);
    }
  }

  /** In the form of Mistral, the one server that has thoughts among the parts. */
  private static void writeThinking(JsonWriter writer, Content.Thinking thinking)
      throws IOException {
    writer.name("type").value("thinking");
    writer.name("thinking").beginArray().beginObject();
    writer.name("type").value("text");
    writer.name("text").value(thinking.text());
    writer.endObject().endArray();
  }

  private static void writeMedia(JsonWriter writer, Content part) throws IOException {
    if (part instanceof Content.Image image) {
      writeImage(writer, image);
    } else if (part instanceof Content.Audio audio) {
      writeAudio(writer, audio);
    } else if (part instanceof Content.File file) {
      writeFile(writer, file);
    } else {
      throw new IllegalArgumentException(
          "A message of the user holds what only the model or a tool says");
    }
  }

  private static void writeImage(JsonWriter writer, Content.Image image) throws IOException {
    Media media = image.media();
    require(media.fileId() == null, "OpenAI takes an image as URL or bytes, not by its id");
    writer.name("type").value("image_url");
    writer.name("image_url").beginObject();
    writer.name("url").value(media.url() == null ? dataUrl(media) : media.url());
    if (image.detail() != null) {
      writer.name("detail").value(image.detail());
    }
    writer.endObject();
  }

  private static void writeAudio(JsonWriter writer, Content.Audio audio) throws IOException {
    Media media = audio.media();
    if (media == null || media.base64() == null || audio.format() == null) {
      throw new IllegalArgumentException("OpenAI takes a recording as bytes; see Audio.of");
    }
    writer.name("type").value("input_audio");
    writer.name("input_audio").beginObject();
    writer.name("data").value(media.base64());
    writer.name("format").value(audio.format());
    writer.endObject();
  }

  private static void writeFile(JsonWriter writer, Content.File file) throws IOException {
    Media media = file.media();
    require(media.url() == null, "OpenAI takes a document as bytes or by its id, not as URL");
    writer.name("type").value("file");
    writer.name("file").beginObject();
    if (file.name() != null) {
      writer.name("filename").value(file.name());
    }
    if (media.fileId() == null) {
      writer.name("file_data").value(dataUrl(media));
    } else {
      writer.name("file_id").value(media.fileId());
    }
    writer.endObject();
  }

  private static String dataUrl(Media media) {
    return "data:" + media.mediaType() + ";base64," + media.base64();
  }
}
