package dev.telltale.openai.wire;

import com.squareup.moshi.JsonWriter;
import dev.telltale.ResponseFormat;
import dev.telltale.provider.JsonValues;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes the form that the answer shall have. */
final class ResponseFormatWriter {
  private ResponseFormatWriter() {}

  static void write(BodyMembers body, @Nullable ResponseFormat format) throws IOException {
    if (format == null) {
      return;
    }
    JsonWriter writer = body.name("response_format").beginObject();
    writer.name("type").value(format.kind().name().toLowerCase(Locale.ROOT));
    if (format.schema() != null) {
      writeSchema(writer.name("json_schema"), format);
    }
    writer.endObject();
  }

  private static void writeSchema(JsonWriter writer, ResponseFormat format) throws IOException {
    writer.beginObject();
    writer.name("name").value(format.name());
    if (format.description() != null) {
      writer.name("description").value(format.description());
    }
    if (format.schema() != null) {
      JsonValues.copyObject(writer.name("schema"), format.schema().json());
    }
    if (format.strict() != null) {
      writer.name("strict").value(format.strict());
    }
    writer.endObject();
  }
}
