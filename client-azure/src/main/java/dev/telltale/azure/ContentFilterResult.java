package dev.telltale.azure;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the content filters said about one text: a prompt, an answer, or a part of one.
 *
 * <p>Which filters run is configured per deployment, so any category may be missing. Immutable and
 * thread-safe. {@link #toString()} shows categories and levels; a verdict holds no text.
 */
public final class ContentFilterResult {
  private final int index;
  private final Map<String, FilterCategory> categories;
  private final @Nullable String errorCode;
  private final @Nullable FilterOffsets offsets;

  private ContentFilterResult(Builder builder) {
    this.index = builder.index;
    this.categories = Collections.unmodifiableMap(new LinkedHashMap<>(builder.categories));
    this.errorCode = builder.errorCode;
    this.offsets = builder.offsets;
  }

  /** The position of the prompt or of the choice it is about, from 0. */
  public int index() {
    return index;
  }

  /** What each filter said, by Azure's name of its category; unmodifiable. */
  public Map<String, FilterCategory> categories() {
    return categories;
  }

  /** What the filter of a category said, or null if it did not run. */
  public @Nullable FilterCategory category(String name) {
    return categories.get(name);
  }

  /** Hate and unfairness, or null if the filter did not run. */
  public @Nullable FilterCategory hate() {
    return category("hate");
  }

  /** Sexual content, or null if the filter did not run. */
  public @Nullable FilterCategory sexual() {
    return category("sexual");
  }

  /** Violence, or null if the filter did not run. */
  public @Nullable FilterCategory violence() {
    return category("violence");
  }

  /** Self-harm, or null if the filter did not run. */
  public @Nullable FilterCategory selfHarm() {
    return category("self_harm");
  }

  /** Profanity, or null if the filter did not run. */
  public @Nullable FilterCategory profanity() {
    return category("profanity");
  }

  /** A user's attempt to lead the model astray, or null if the filter did not run. */
  public @Nullable FilterCategory jailbreak() {
    return category("jailbreak");
  }

  /** Instructions hidden in a document, or null if the filter did not run. */
  public @Nullable FilterCategory indirectAttack() {
    return category("indirect_attack");
  }

  /** Text that others have rights in, or null if the filter did not run. */
  public @Nullable FilterCategory protectedMaterialText() {
    return category("protected_material_text");
  }

  /** Code that others have rights in, with its source, or null if the filter did not run. */
  public @Nullable FilterCategory protectedMaterialCode() {
    return category("protected_material_code");
  }

  /** Block lists of one's own, or null if there are none. */
  public @Nullable FilterCategory customBlockLists() {
    return category("custom_blocklists");
  }

  /** Whether a filter blocked the text. */
  public boolean filtered() {
    return categories.values().stream().anyMatch(FilterCategory::filtered);
  }

  /** Whether a filter found something, whether it blocked the text for it or not. */
  public boolean found() {
    return categories.values().stream().anyMatch(FilterCategory::found);
  }

  /** The categories whose filters blocked the text; unmodifiable, in Azure's order. */
  public Set<String> filteredCategories() {
    Set<String> names = new LinkedHashSet<>();
    for (FilterCategory category : categories.values()) {
      if (category.filtered()) {
        names.add(category.name());
      }
    }
    return Collections.unmodifiableSet(names);
  }

  /** Whether the filters ran: if not, the text came unchecked. */
  public boolean ran() {
    return errorCode == null;
  }

  /** Why the filters did not run, such as {@code content_filter_error}, or null if they did. */
  public @Nullable String errorCode() {
    return errorCode;
  }

  /** Which part of the text was checked, or null if it was all of it. */
  public @Nullable FilterOffsets offsets() {
    return offsets;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ContentFilterResult that
        && index == that.index
        && categories.equals(that.categories)
        && Objects.equals(errorCode, that.errorCode)
        && Objects.equals(offsets, that.offsets);
  }

  @Override
  public int hashCode() {
    return Objects.hash(index, categories, errorCode, offsets);
  }

  @Override
  public String toString() {
    return "ContentFilterResult["
        + index
        + (ran() ? "" : ", " + errorCode)
        + ", "
        + categories.values()
        + (offsets == null ? "" : ", " + offsets)
        + "]";
  }

  /** Collects verdicts. Not thread-safe. */
  static final class Builder {
    private final Map<String, FilterCategory> categories = new LinkedHashMap<>();
    private int index;
    private @Nullable String errorCode;
    private @Nullable FilterOffsets offsets;

    Builder index(int index) {
      this.index = index;
      return this;
    }

    Builder category(FilterCategory category) {
      categories.put(category.name(), category);
      return this;
    }

    Builder errorCode(String code) {
      this.errorCode = code;
      return this;
    }

    Builder offsets(FilterOffsets offsets) {
      this.offsets = offsets;
      return this;
    }

    /** Whether nothing was said, as by {@code {}}. */
    boolean empty() {
      return categories.isEmpty() && errorCode == null && offsets == null;
    }

    ContentFilterResult build() {
      return new ContentFilterResult(this);
    }
  }
}
