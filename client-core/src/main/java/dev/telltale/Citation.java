package dev.telltale;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A source that a model names for a stretch of its text.
 *
 * @param url where the source is
 * @param title the source's title, or null
 * @param start the first character of the stretch, or -1 if the server did not say
 * @param end the character after the stretch, or -1 if the server did not say
 */
public record Citation(String url, @Nullable String title, int start, int end) {
  /** Creates a citation. */
  public Citation {
    requireNonNull(url, "url");
  }
}
