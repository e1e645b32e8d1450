package dev.telltale.cli;

import dev.telltale.observability.promptlog.PromptRecord;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request had that its record does not keep, or that {@link PromptRecord#request()} does not
 * restore. Typed options of one provider leave no trace in a record, so they are never named.
 */
final class Losses {
  private static final Set<String> UNRESTORED =
      Set.of(
          "choice_count",
          "service_tier",
          "stop_count",
          "tool_choice",
          "parallel_tool_calls",
          "extra_body");

  private static final Set<String> MEDIA = Set.of("image", "file", "audio", "opaque", "other");

  private Losses() {}

  static List<String> of(PromptRecord record) {
    Set<String> lost = new LinkedHashSet<>();
    Map<String, @Nullable Object> request = WireAnswer.object(record.members().get("request"));
    UNRESTORED.stream().filter(name -> request.get(name) != null).sorted().forEach(lost::add);
    look(request, lost);
    return new ArrayList<>(lost);
  }

  private static void look(@Nullable Object value, Set<String> lost) {
    if (value instanceof List<?> list) {
      list.forEach(element -> look(element, lost));
    } else if (value instanceof Map<?, ?> members) {
      if (members.get("type") instanceof String type && MEDIA.contains(type)) {
        lost.add(type);
      }
      if ("custom".equals(members.get("kind"))) {
        lost.add("grammar of a tool");
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
