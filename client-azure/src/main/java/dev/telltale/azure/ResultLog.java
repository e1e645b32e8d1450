package dev.telltale.azure;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Verdicts in the order they came, of which a view can be had at any time without a copy: what a
 * view shows is never written again.
 */
final class ResultLog {
  private ContentFilterResult[] results = new ContentFilterResult[2];
  private int size;

  void add(ContentFilterResult result) {
    if (size == results.length) {
      results = Arrays.copyOf(results, size * 2);
    }
    results[size++] = result;
  }

  /** The last verdict on a prompt or choice, or null. */
  @Nullable ContentFilterResult last(int index) {
    for (int i = size - 1; i >= 0 && i >= size - 8; i--) {
      if (results[i].index() == index) {
        return results[i];
      }
    }
    return null;
  }

  int size() {
    return size;
  }

  List<ContentFilterResult> from(int start) {
    return start == size
        ? List.of()
        : Collections.unmodifiableList(Arrays.asList(results).subList(start, size));
  }
}
