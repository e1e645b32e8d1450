package dev.telltale.internal.telemetry;

import dev.telltale.provider.JsonValues;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a tool takes or brings as the object that the conventions' schema asks for: what is none is
 * the only member, {@code value}, of one.
 */
final class ToolObject {
  private ToolObject() {}

  static Map<String, @Nullable Object> of(String text) {
    Map<String, @Nullable Object> object = parsed(text);
    if (object != null) {
      return object;
    }
    Map<String, @Nullable Object> wrapped = parsed("{\"value\":" + text + "}");
    // More members than one came from text that only looks like JSON once it is wrapped.
    return wrapped != null && wrapped.size() == 1 ? wrapped : Map.of("value", text);
  }

  private static @Nullable Map<String, @Nullable Object> parsed(String text) {
    try {
      Map<String, @Nullable Object> object = JsonValues.parseObject(text);
      return Nesting.fits(object) ? object : null;
    } catch (IOException noObject) {
      return null;
    }
  }
}
