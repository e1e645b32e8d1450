package dev.telltale.azure;

import static java.util.Objects.requireNonNull;

/**
 * What one block list of one's own said.
 *
 * @param id the name of the list
 * @param filtered whether it blocked the text
 */
public record BlockListMatch(String id, boolean filtered) {
  /** Creates a match. */
  public BlockListMatch {
    requireNonNull(id, "id");
  }
}
