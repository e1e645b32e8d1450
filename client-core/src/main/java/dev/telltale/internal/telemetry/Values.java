package dev.telltale.internal.telemetry;

import io.opentelemetry.api.common.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plain values as OpenTelemetry's structured ones. */
final class Values {
  private Values() {}

  static Value<?> of(@Nullable Object value) {
    if (value == null) {
      return Value.empty();
    } else if (value instanceof String text) {
      return Value.of(text);
    } else if (value instanceof Boolean flag) {
      return Value.of(flag);
    } else if (value instanceof Long whole) {
      return Value.of(whole);
    } else if (value instanceof Number number) {
      return Value.of(number.doubleValue());
    } else if (value instanceof List<?> values) {
      List<Value<?>> list = new ArrayList<>(values.size());
      values.forEach(element -> list.add(of(element)));
      return Value.of(list);
    } else if (value instanceof Map<?, ?> members) {
      Map<String, Value<?>> object = new LinkedHashMap<>();
      members.forEach((name, member) -> object.put((String) name, of(member)));
      return Value.of(object);
    }
    throw new AssertionError(value.getClass());
  }
}
