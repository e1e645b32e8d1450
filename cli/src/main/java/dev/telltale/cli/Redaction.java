package dev.telltale.cli;

import dev.telltale.observability.promptlog.Redactor;
import dev.telltale.observability.promptlog.Redactors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Redacts the content of a record once more, with the redactors of this version: what is exported
 * may have been written by an older one, or with others.
 */
final class Redaction {
  private static final Redactor REDACTOR = Redactors.all();

  private Redaction() {}

  static Map<String, @Nullable Object> of(Map<String, @Nullable Object> record) {
    Map<String, @Nullable Object> redacted = new LinkedHashMap<>(record);
    for (String member : RecordJson.CONTENT) {
      redacted.computeIfPresent(member, (name, value) -> value(name, value));
    }
    return redacted;
  }

  private static Object value(String name, Object value) {
    if (value instanceof String text) {
      return identifies(name) ? text : REDACTOR.redact(text);
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> elements = new ArrayList<>();
      list.forEach(element -> elements.add(element == null ? null : value(name, element)));
      return elements;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> members = new LinkedHashMap<>();
      map.forEach(
          (key, member) ->
              members.put(
                  String.valueOf(key), member == null ? null : value(String.valueOf(key), member)));
      return members;
    }
    return value;
  }

  /** Digits of a digest or of an id may look like a number of something. */
  private static boolean identifies(String name) {
    return name.endsWith("sha256") || name.equals("id") || name.equals("call_id");
  }
}
