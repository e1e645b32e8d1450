package dev.telltale;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The headers of an HTTP answer, in the order they came. Names are case-insensitive.
 *
 * <p>Immutable and thread-safe. {@link #toString()} lists names only, as values may be secret.
 */
public final class ResponseHeaders {
  private static final ResponseHeaders NONE = new ResponseHeaders(new String[0]);

  private final String[] namesAndValues;

  private ResponseHeaders(String[] namesAndValues) {
    this.namesAndValues = namesAndValues;
  }

  /** No headers. */
  public static ResponseHeaders none() {
    return NONE;
  }

  /**
   * Returns headers of alternating names and values.
   *
   * @throws IllegalArgumentException if a name has no value
   */
  public static ResponseHeaders of(List<String> namesAndValues) {
    if (namesAndValues.size() % 2 != 0) {
      throw new IllegalArgumentException("The last header name has no value");
    }
    String[] copy = namesAndValues.toArray(new String[0]);
    for (String nameOrValue : copy) {
      requireNonNull(nameOrValue, "nameOrValue");
    }
    return new ResponseHeaders(copy);
  }

  /** The first value of a header, or null if it was not sent. */
  public @Nullable String first(String name) {
    requireNonNull(name, "name");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (namesAndValues[i].equalsIgnoreCase(name)) {
        return namesAndValues[i + 1];
      }
    }
    return null;
  }

  /** All values of a header in order; empty if it was not sent. */
  public List<String> all(String name) {
    requireNonNull(name, "name");
    List<String> values = new ArrayList<>(1);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (namesAndValues[i].equalsIgnoreCase(name)) {
        values.add(namesAndValues[i + 1]);
      }
    }
    return List.copyOf(values);
  }

  /** The names, each once, sorted without regard to case; unmodifiable. */
  public Set<String> names() {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      names.add(namesAndValues[i]);
    }
    return Collections.unmodifiableSet(names);
  }

  /** Lists the names; never a value. */
  @Override
  public String toString() {
    return "ResponseHeaders" + names();
  }
}
