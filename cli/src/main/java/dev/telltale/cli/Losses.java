package dev.telltale.cli;

import dev.telltale.ChatRequest;
import dev.telltale.ResponseFormat;
import dev.telltale.observability.promptlog.PromptRecord;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request had that its record does not keep, or that {@link PromptRecord#request()} cannot
 * restore.
 */
final class Losses {
  private static final Set<String> MEDIA = Set.of("image", "file", "audio", "opaque", "other");

  private Losses() {}

  static List<String> of(PromptRecord record) {
    Set<String> lost = new LinkedHashSet<>();
    Map<String, @Nullable Object> recorded = WireAnswer.object(record.members().get("request"));
    record.request().ifPresent(restored -> compare(recorded, restored, lost));
    look(recorded, lost);
    return new ArrayList<>(lost);
  }

  /** Redaction can leave JSON that is none, of which nothing is restored. */
  private static void compare(
      Map<String, @Nullable Object> recorded, ChatRequest restored, Set<String> lost) {
    if (recorded.containsKey("extra_body") && restored.extraBody().isEmpty()) {
      lost.add("extra_body");
    }
    if (recorded.get("vendor_options") instanceof List<?> types) {
      types.forEach(type -> lost.add(String.valueOf(type)));
    }
    if (recorded.get("stop_count") instanceof Number stops
        && stops.intValue() > restored.stopSequences().size()) {
      lost.add("stop sequences");
    }
    ResponseFormat format = restored.responseFormat();
    boolean schema =
        "json_schema".equals(WireAnswer.object(recorded.get("response_format")).get("kind"));
    if (schema && (format == null || format.schema() == null)) {
      lost.add("schema of the answer");
    }
    if (recorded.get("tools") instanceof List<?> tools) {
      for (int i = 0; i < tools.size(); i++) {
        Map<String, @Nullable Object> tool = WireAnswer.object(tools.get(i));
        if (tool.containsKey("parameters") && restored.tools().get(i).parameters() == null) {
          lost.add("parameters of a tool");
        }
      }
    }
  }

  private static void look(@Nullable Object value, Set<String> lost) {
    if (value instanceof List<?> list) {
      list.forEach(element -> look(element, lost));
    } else if (value instanceof Map<?, ?> members) {
      if (members.get("type") instanceof String type && MEDIA.contains(type)) {
        lost.add(type);
      }
      members.forEach(
          (name, member) -> {
            String text = String.valueOf(name);
            if (text.endsWith("_truncated") || text.endsWith("_chars")) {
              lost.add("texts that were cut or left out");
            }
            look(member, lost);
          });
    }
  }
}
