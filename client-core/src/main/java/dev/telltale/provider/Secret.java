package dev.telltale.provider;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * A key or token. It shows itself to nobody: {@link #toString()} is {@code ***}, it cannot be
 * serialized, and comparing takes the same time whatever differs.
 *
 * <p>Immutable and thread-safe.
 */
public final class Secret {
  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /**
   * Wraps a key, without surrounding white space.
   *
   * @throws IllegalArgumentException if it is blank or cannot stand in a header; the message does
   *     not hold it
   */
  public static Secret of(String value) {
    String stripped = requireNonNull(value, "value").strip();
    if (stripped.isEmpty()) {
      throw new IllegalArgumentException("The key or token is blank; set it or leave it out");
    }
    if (!stripped.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalArgumentException(
          "The key or token holds a line break, space or non-ASCII character; copy it again");
    }
    return new Secret(stripped);
  }

  /** The key itself. Do not log it. */
  public String reveal() {
    return value;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret that
        && MessageDigest.isEqual(
            value.getBytes(StandardCharsets.UTF_8), that.value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
