package dev.telltale.cli;

import com.squareup.moshi.JsonWriter;
import dev.telltale.observability.promptlog.PromptRecord;
import dev.telltale.provider.JsonValues;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** Records as JSON, with or without what was asked and answered. */
final class RecordJson {
  static final Set<String> CONTENT = Set.of("request", "response", "error_body");

  private RecordJson() {}

  static Map<String, @Nullable Object> members(PromptRecord record, boolean withContent) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>(record.members());
    if (!withContent) {
      members.keySet().removeIf(RecordJson::content);
      members.put("content", "not_shown");
    }
    return members;
  }

  static String indented(@Nullable Object value) throws IOException {
    return text(value, "  ");
  }

  static String line(@Nullable Object value) throws IOException {
    return text(value, "");
  }

  /** The body of an error is written under names derived from its own, such as a digest's. */
  private static boolean content(String member) {
    return CONTENT.stream().anyMatch(name -> member.equals(name) || member.startsWith(name + "_"))
        && !member.equals("request_id");
  }

  private static String text(@Nullable Object value, String indent) throws IOException {
    Buffer json = new Buffer();
    JsonWriter writer = JsonWriter.of(json);
    writer.setIndent(indent);
    JsonValues.write(writer, value);
    return json.readUtf8();
  }
}
