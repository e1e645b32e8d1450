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

  /** Few, and looked up only for members that are the caller's own. */
  private final List<String> written = new ArrayList<>();

  BodyMembers(JsonWriter writer) {
    this.writer = writer;
  }

  /** Begins a member; its value comes next. */
  JsonWriter name(String name) throws IOException {
    written.add(name);
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

  /** Writes those members that have not been written. */
  void others(Map<String, @Nullable Object> members) throws IOException {
    for (Map.Entry<String, @Nullable Object> member : members.entrySet()) {
      if (!written.contains(member.getKey())) {
        JsonValues.write(name(member.getKey()), member.getValue());
      }
    }
  }
}
