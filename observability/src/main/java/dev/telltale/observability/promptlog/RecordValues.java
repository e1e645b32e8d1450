package dev.telltale.observability.promptlog;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Takes members of a record by type; a member of another type is as good as missing. */
final class RecordValues {
  private RecordValues() {}

  static @Nullable String text(Map<String, @Nullable Object> members, String name) {
    return members.get(name) instanceof String text ? text : null;
  }

  static String text(Map<String, @Nullable Object> members, String name, String otherwise) {
    return members.get(name) instanceof String text ? text : otherwise;
  }

  /** A text, or null if it is missing or was cut. */
  static @Nullable String whole(Map<String, @Nullable Object> members, String name) {
    return members.containsKey(name + "_truncated") ? null : text(members, name);
  }

  static List<String> texts(Map<String, @Nullable Object> members, String name) {
    return list(members, name).stream()
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .toList();
  }

  static OptionalLong count(Map<String, @Nullable Object> members, String name) {
    return members.get(name) instanceof Number number
        ? OptionalLong.of(number.longValue())
        : OptionalLong.empty();
  }

  static OptionalDouble decimal(Map<String, @Nullable Object> members, String name) {
    return members.get(name) instanceof Number number
        ? OptionalDouble.of(number.doubleValue())
        : OptionalDouble.empty();
  }

  static List<?> list(Map<String, @Nullable Object> members, String name) {
    return members.get(name) instanceof List<?> list ? list : List.of();
  }

  static Map<String, @Nullable Object> object(Map<String, @Nullable Object> members, String name) {
    return asObject(members.get(name));
  }

  /** Objects of parsed JSON have strings as names. */
  @SuppressWarnings("unchecked")
  static Map<String, @Nullable Object> asObject(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
  }
}
