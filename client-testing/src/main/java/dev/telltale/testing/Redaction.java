package dev.telltale.testing;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is taken out of requests and responses before a cassette keeps them. Headers of requests are
 * never kept, and of responses only those a client reads.
 *
 * <p>Immutable and thread-safe.
 */
public final class Redaction {
  private static final Pattern KEYS =
      Pattern.compile("\\b(sk|pk|rk)-[A-Za-z0-9_-]{8,}|\\beyJ[A-Za-z0-9_.-]{16,}");
  private static final Redaction DEFAULTS =
      new Redaction(text -> KEYS.matcher(text).replaceAll("REDACTED"));

  private final UnaryOperator<String> texts;

  private Redaction(UnaryOperator<String> texts) {
    this.texts = texts;
  }

  /** Replaces what looks like an API key or a token, anywhere, by {@code REDACTED}. */
  public static Redaction defaults() {
    return DEFAULTS;
  }

  /** Returns this redaction, after which each text goes through this function too. */
  public Redaction and(UnaryOperator<String> further) {
    requireNonNull(further, "further");
    return new Redaction(text -> further.apply(texts.apply(text)));
  }

  String text(String text) {
    return texts.apply(text);
  }

  /** Redacts every text within a JSON value; names of members stay. */
  @Nullable Object value(@Nullable Object value) {
    if (value instanceof String text) {
      return text(text);
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> redacted = new ArrayList<>();
      list.forEach(element -> redacted.add(value(element)));
      return redacted;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> redacted = new LinkedHashMap<>();
      map.forEach((name, member) -> redacted.put(String.valueOf(name), value(member)));
      return redacted;
    }
    return value;
  }
}
