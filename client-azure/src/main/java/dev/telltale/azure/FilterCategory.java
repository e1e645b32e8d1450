package dev.telltale.azure;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the filter of one category said about one text.
 *
 * <p>Filters of harm have a {@link #severity()}, others say whether they {@link #detected()}
 * something. Immutable and thread-safe.
 */
public final class FilterCategory {
  private final String name;
  private final boolean filtered;
  private final @Nullable Boolean detected;
  private final @Nullable Boolean redacted;
  private final @Nullable String rawSeverity;
  private final @Nullable FilterCitation citation;
  private final List<BlockListMatch> blockLists;
  private final Map<String, @Nullable Object> others;

  private FilterCategory(Builder builder) {
    this.name = builder.name;
    this.filtered = builder.filtered;
    this.detected = builder.detected;
    this.redacted = builder.redacted;
    this.rawSeverity = builder.rawSeverity;
    this.citation = builder.citation;
    this.blockLists = List.copyOf(builder.blockLists);
    this.others = Collections.unmodifiableMap(new LinkedHashMap<>(builder.others));
  }

  /** The category as Azure names it, such as {@code self_harm}. */
  public String name() {
    return name;
  }

  /** Whether the filter blocked the text. */
  public boolean filtered() {
    return filtered;
  }

  /** Whether the filter found what it looks for, or null if it has a severity instead. */
  public @Nullable Boolean detected() {
    return detected;
  }

  /** Whether the filter took something out of the text, or null if it did not say. */
  public @Nullable Boolean redacted() {
    return redacted;
  }

  /** How bad the filter found the text, or null if it knows no levels. */
  public @Nullable FilterSeverity severity() {
    return rawSeverity == null ? null : FilterSeverity.of(rawSeverity);
  }

  /** Azure's own word for the severity, or null. */
  public @Nullable String rawSeverity() {
    return rawSeverity;
  }

  /** Where protected code was found, or null. */
  public @Nullable FilterCitation citation() {
    return citation;
  }

  /** What each block list of one's own said; unmodifiable, mostly empty. */
  public List<BlockListMatch> blockLists() {
    return blockLists;
  }

  /** Members this library does not know, as plain JSON values; unmodifiable. */
  public Map<String, @Nullable Object> others() {
    return others;
  }

  /** Whether the filter found something, whether it blocked the text for it or not. */
  public boolean found() {
    FilterSeverity severity = severity();
    return filtered
        || Boolean.TRUE.equals(detected)
        || Boolean.TRUE.equals(redacted)
        || (severity != null && severity != FilterSeverity.SAFE);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FilterCategory that && parts().equals(that.parts());
  }

  @Override
  public int hashCode() {
    return parts().hashCode();
  }

  private List<@Nullable Object> parts() {
    List<@Nullable Object> parts = new ArrayList<>(8);
    Collections.addAll(
        parts, name, filtered, detected, redacted, rawSeverity, citation, blockLists, others);
    return parts;
  }

  @Override
  public String toString() {
    String level = rawSeverity == null ? (found() ? "found" : "clear") : rawSeverity;
    return name + ":" + level + (filtered ? ":filtered" : "");
  }

  /** Collects what a filter said. Not thread-safe. */
  static final class Builder {
    private final String name;
    private final List<BlockListMatch> blockLists = new ArrayList<>(0);
    private final Map<String, @Nullable Object> others = new LinkedHashMap<>(0);
    private boolean filtered;
    private @Nullable Boolean detected;
    private @Nullable Boolean redacted;
    private @Nullable String rawSeverity;
    private @Nullable FilterCitation citation;

    Builder(String name) {
      this.name = requireNonNull(name, "name");
    }

    Builder filtered(boolean filtered) {
      this.filtered = filtered;
      return this;
    }

    Builder detected(@Nullable Boolean detected) {
      this.detected = detected;
      return this;
    }

    Builder redacted(@Nullable Boolean redacted) {
      this.redacted = redacted;
      return this;
    }

    Builder severity(@Nullable String raw) {
      this.rawSeverity = raw;
      return this;
    }

    Builder citation(FilterCitation citation) {
      this.citation = citation;
      return this;
    }

    Builder blockList(BlockListMatch match) {
      blockLists.add(match);
      return this;
    }

    Builder other(String member, @Nullable Object value) {
      others.put(member, value);
      return this;
    }

    FilterCategory build() {
      return new FilterCategory(this);
    }
  }
}
