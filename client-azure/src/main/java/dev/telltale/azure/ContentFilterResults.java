package dev.telltale.azure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What Azure's content filters said about one call. Answers, stream events and exceptions hand it
 * out:
 *
 * <pre>{@code
 * ContentFilterResults filters = answer.extension(ContentFilterResults.class);
 * if (filters != null && filters.filtered()) {
 *   System.out.println("Blocked for " + filters.filteredCategories());
 * }
 * }</pre>
 *
 * <p>On an event it has what that event brought; on an answer, whole or partial, and on a {@link
 * dev.telltale.StreamException} all that the stream brought. Verdicts that repeat the one before
 * are left out. Immutable and thread-safe; holds no text of prompt or answer.
 */
public final class ContentFilterResults {
  private final List<ContentFilterResult> prompt;
  private final List<ContentFilterResult> completion;
  private final @Nullable String innerCode;

  /** Takes lists that nobody changes any more. */
  ContentFilterResults(
      List<ContentFilterResult> prompt,
      List<ContentFilterResult> completion,
      @Nullable String innerCode) {
    this.prompt = prompt;
    this.completion = completion;
    this.innerCode = innerCode;
  }

  /** The verdicts on the prompt, one per prompt; unmodifiable, mostly one. */
  public List<ContentFilterResult> prompt() {
    return prompt;
  }

  /**
   * The verdicts on the answer in the order they came, of all choices; unmodifiable. A whole answer
   * has one per choice, a stream any number.
   */
  public List<ContentFilterResult> completion() {
    return completion;
  }

  /** The verdicts on one choice of the answer, by its position from 0; unmodifiable. */
  public List<ContentFilterResult> completion(int choice) {
    return completion.stream().filter(result -> result.index() == choice).toList();
  }

  /** Whether prompt or answer were blocked. */
  public boolean filtered() {
    return results().anyMatch(ContentFilterResult::filtered);
  }

  /** Whether every filter ran: if not, something came unchecked. */
  public boolean ran() {
    return results().allMatch(ContentFilterResult::ran);
  }

  /** The categories for which prompt or answer were blocked; unmodifiable. */
  public Set<String> filteredCategories() {
    Set<String> names = new LinkedHashSet<>();
    results().forEach(result -> names.addAll(result.filteredCategories()));
    return Collections.unmodifiableSet(names);
  }

  /** What filters found in prompt or answer, blocked or not; unmodifiable. */
  public List<FilterCategory> found() {
    List<FilterCategory> found = new ArrayList<>();
    results()
        .flatMap(result -> result.categories().values().stream())
        .filter(FilterCategory::found)
        .forEach(found::add);
    return Collections.unmodifiableList(found);
  }

  /**
   * The code inside an error, such as {@code ResponsibleAIPolicyViolation}, or null if this is no
   * error's or it has none.
   */
  public @Nullable String innerCode() {
    return innerCode;
  }

  private Stream<ContentFilterResult> results() {
    return Stream.concat(prompt.stream(), completion.stream());
  }

  @Override
  public String toString() {
    return "ContentFilterResults[prompt " + prompt + ", completion " + completion + "]";
  }
}
