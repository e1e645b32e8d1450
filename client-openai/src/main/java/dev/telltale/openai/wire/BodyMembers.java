package dev.telltale.openai.wire;

import com.squareup.moshi.JsonWriter;
import dev.telltale.provider.JsonValues;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of a request's body, of which each is written once. Not thread-safe. */
final class BodyMembers {
  private final JsonWriter writer;

  /** The caller's own. */
  private final Map<String, @Nullable Object> others;

  /** Those of the caller's that were written as ours. */
  private final List<String> written = new ArrayList<>(0);

  BodyMembers(JsonWriter writer, Map<String, @Nullable Object> others) {
    this.writer = writer;
    this.others = others;
  }

  /** Begins a member; its value comes next. */
  JsonWriter name(String name) throws IOException {
    if (others.containsKey(name)) {
      written.add(name);
    }
    return writer.name(name);
  }

  void string(String name, @Nullable String value) throws IOException {
    if (value != null) {
      name(name).value(value);
    }
  }

  void flag(String name, @Nullable Boolean value) throws IOException {
    if (value != null) {
      name(name).value(value);
    }
  }

  /** Writes those of the caller's that have not been written. */
  void others() throws IOException {
    for (Map.Entry<String, @Nullable Object> member : others.entrySet()) {
      if (!written.contains(member.getKey())) {
        JsonValues.write(writer.name(member.getKey()), member.getValue());
      }
    }
  }
}
