package dev.telltale.provider;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Headers to send, each checked when it is added: nothing in a value can start another header.
 *
 * <p>Immutable and thread-safe. {@link #toString()} shows names, never values.
 */
public final class WireHeaders {
  private static final WireHeaders NONE = new WireHeaders(List.of());

  private final List<String> namesAndValues;

  private WireHeaders(List<String> namesAndValues) {
    this.namesAndValues = namesAndValues;
  }

  /** No headers. */
  public static WireHeaders none() {
    return NONE;
  }

  /**
   * Returns these headers and one more. A header of the same name is replaced.
   *
   * @throws IllegalArgumentException if the name is not a token, or the value holds a line break, a
   *     control character or a character beyond ASCII, or they ask for a compression, which is the
   *     client's to choose and undo; the message does not hold the value
   */
  public WireHeaders with(String name, String value) {
    checkName(requireNonNull(name, "name"));
    checkValue(name, requireNonNull(value, "value"));
    if (namesAndValues.isEmpty()) {
      return new WireHeaders(List.of(name, value));
    }
    List<String> extended = new ArrayList<>(namesAndValues.size() + 2);
    for (int i = 0; i < namesAndValues.size(); i += 2) {
      if (!namesAndValues.get(i).equalsIgnoreCase(name)) {
        extended.add(namesAndValues.get(i));
        extended.add(namesAndValues.get(i + 1));
      }
    }
    extended.add(name);
    extended.add(value);
    return new WireHeaders(List.copyOf(extended));
  }

  /** Returns these headers and the others, which replace those of the same name. */
  public WireHeaders withAll(WireHeaders others) {
    WireHeaders merged = this;
    for (int i = 0; i < others.namesAndValues.size(); i += 2) {
      merged = merged.with(others.namesAndValues.get(i), others.namesAndValues.get(i + 1));
    }
    return merged;
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return namesAndValues.isEmpty();
  }

  /** The value of a header, or null if it is not among them. */
  public @Nullable String first(String name) {
    requireNonNull(name, "name");
    for (int i = 0; i < namesAndValues.size(); i += 2) {
      if (namesAndValues.get(i).equalsIgnoreCase(name)) {
        return namesAndValues.get(i + 1);
      }
    }
    return null;
  }

  /** Hands each name and value over, in the order they were added. */
  public void forEach(BiConsumer<String, String> header) {
    for (int i = 0; i < namesAndValues.size(); i += 2) {
      header.accept(namesAndValues.get(i), namesAndValues.get(i + 1));
    }
  }

  @Override
  public String toString() {
    StringBuilder names = new StringBuilder("WireHeaders[");
    for (int i = 0; i < namesAndValues.size(); i += 2) {
      names.append(i == 0 ? "" : ", ").append(namesAndValues.get(i));
    }
    return names.append(']').toString();
  }

  private static void checkName(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("A header name is empty");
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= ' ' || c >= 127 || "\"(),/:;<=>?@[\\]{}".indexOf(c) >= 0) {
        throw new IllegalArgumentException(
            "A header name holds a character that is not allowed, at position " + i);
      }
    }
  }

  private static void checkValue(String name, String value) {
    if ("accept-encoding".equalsIgnoreCase(name) && !"identity".equalsIgnoreCase(value.strip())) {
      throw new IllegalArgumentException(
          "Accept-Encoding may only be identity: the client asks for gzip by itself, and decodes it"
              + " only then; remove the header");
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c >= 127) {
        throw new IllegalArgumentException(
            "The value of the header "
                + name
                + " holds a line break, control or non-ASCII character at position "
                + i
                + "; remove it");
      }
    }
  }
}
