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
  private static final String REDACTED = "REDACTED";

  /** What is shorter is a word: to replace it everywhere would spoil texts and keep no secret. */
  private static final int MIN_KEY_CHARS = 8;

  /** By the prefixes that providers of models, and of what is often pasted beside, give keys. */
  private static final Pattern KEYS =
      Pattern.compile(
          "\\b(sk|pk|rk|xai)-[A-Za-z0-9_-]{8,}|\\b(gsk|hf|ghp|gho|ghs|github_pat)_[A-Za-z0-9_]{8,}"
              + "|\\bAIza[A-Za-z0-9_-]{16,}|\\bAKIA[A-Z0-9]{12,}|\\beyJ[A-Za-z0-9_.-]{16,}"
              + "|(?<=\\bBearer )[A-Za-z0-9._~+/-]{8,}=*");

  private static final String SECRET_NAME =
      "(?i)(x[-_])?(api[-_]?key|key|access[-_]?token|token|auth|authorization|secret"
          + "|client[-_]?secret|password|sig|signature|subscription[-_]key)";
  private static final Pattern SECRET_PARAMETER =
      Pattern.compile("(?<=[?&])(" + SECRET_NAME + "=)[^&#]*");
  private static final Pattern SECRET_MEMBER = Pattern.compile(SECRET_NAME);
  private static final Redaction DEFAULTS =
      new Redaction(text -> KEYS.matcher(text).replaceAll(REDACTED));

  private final UnaryOperator<String> texts;

  private Redaction(UnaryOperator<String> texts) {
    this.texts = texts;
  }

  /**
   * Replaces by {@code REDACTED} what looks like an API key or a token, anywhere; in a query and in
   * the body of a request also whatever is named like one, such as {@code api-key}.
   */
  public static Redaction defaults() {
    return DEFAULTS;
  }

  /** Returns this redaction, after which each text goes through this function too. */
  public Redaction and(UnaryOperator<String> further) {
    requireNonNull(further, "further");
    return new Redaction(text -> further.apply(texts.apply(text)));
  }

  /** Returns this redaction, before which these keys are replaced wherever they stand. */
  Redaction knowing(List<String> keys) {
    List<String> known = keys.stream().filter(key -> key.length() >= MIN_KEY_CHARS).toList();
    return new Redaction(
        text -> {
          String left = text;
          for (String key : known) {
            left = left.replace(key, REDACTED);
          }
          return texts.apply(left);
        });
  }

  String text(String text) {
    return texts.apply(text);
  }

  /** Redacts a path with its query. */
  String path(String path) {
    return text(SECRET_PARAMETER.matcher(path).replaceAll("$1" + REDACTED));
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
      map.forEach((name, member) -> redacted.put(String.valueOf(name), member(name, member)));
      return redacted;
    }
    return value;
  }

  private @Nullable Object member(@Nullable Object name, @Nullable Object value) {
    boolean secret =
        value instanceof String && SECRET_MEMBER.matcher(String.valueOf(name)).matches();
    return secret ? REDACTED : value(value);
  }
}
