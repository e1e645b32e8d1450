package dev.telltale.cli;

import dev.telltale.observability.promptlog.PromptRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Finds records by what a user types for one. */
final class Found {
  private static final int MIN_CHARS = 8;

  private Found() {}

  /** The records with this id or trace, or with an id that begins so; at least one. */
  static List<PromptRecord> byId(OpenStore store, String typed) throws IOException {
    String id = typed.toLowerCase(Locale.ROOT);
    if (id.length() < MIN_CHARS) {
      throw CommandFailure.usage("Type at least the first " + MIN_CHARS + " characters of the id.");
    }
    List<PromptRecord> found = new ArrayList<>();
    store.records(
        null,
        record -> {
          if (record.id().startsWith(id) || id.equals(record.traceId())) {
            found.add(record);
          }
        });
    if (found.isEmpty()) {
      throw CommandFailure.notFound("There is no call " + Escaped.line(typed) + ".");
    }
    return found;
  }

  /** The one record that fits. */
  static PromptRecord one(OpenStore store, String typed) throws IOException {
    List<PromptRecord> found = byId(store, typed);
    if (found.size() > 1) {
      throw CommandFailure.notFound(
          found.size() + " calls fit " + Escaped.line(typed) + "; llm-log show lists them.");
    }
    return found.get(0);
  }
}
