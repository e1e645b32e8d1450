package dev.telltale.azure;

import dev.telltale.provider.TelemetryAttributes;
import dev.telltale.provider.TelemetryKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Describes verdicts in telemetry: what was found, and nothing where nothing was. */
final class FilterAttributes {
  /** Names come from the wire; what looks like anything but a name stays out. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,64}");

  private FilterAttributes() {}

  static void put(@Nullable ContentFilterResults results, TelemetryAttributes attributes) {
    if (results == null) {
      return;
    }
    put(AzureTelemetry.PROMPT_FOUND, found(results.prompt()), attributes);
    put(AzureTelemetry.PROMPT_FILTERED, filtered(results.prompt()), attributes);
    put(AzureTelemetry.COMPLETION_FOUND, found(results.completion()), attributes);
    put(AzureTelemetry.COMPLETION_FILTERED, filtered(results.completion()), attributes);
    put(AzureTelemetry.NOT_RUN, notRun(results), attributes);
  }

  private static void put(
      TelemetryKey key, Iterable<String> values, TelemetryAttributes attributes) {
    List<String> list = new ArrayList<>();
    values.forEach(list::add);
    if (!list.isEmpty()) {
      attributes.put(key, list);
    }
  }

  private static Set<String> found(List<ContentFilterResult> results) {
    Set<String> found = new TreeSet<>();
    for (ContentFilterResult result : results) {
      for (FilterCategory category : result.categories().values()) {
        String level = category.rawSeverity();
        if (category.found() && isName(category.name())) {
          found.add(
              level == null || !isName(level) ? category.name() : category.name() + ":" + level);
        }
      }
    }
    return found;
  }

  private static Set<String> filtered(List<ContentFilterResult> results) {
    Set<String> filtered = new TreeSet<>();
    for (ContentFilterResult result : results) {
      filtered.addAll(result.filteredCategories());
    }
    filtered.removeIf(name -> !isName(name));
    return filtered;
  }

  private static List<String> notRun(ContentFilterResults results) {
    List<String> unchecked = new ArrayList<>(2);
    if (!results.prompt().stream().allMatch(ContentFilterResult::ran)) {
      unchecked.add("prompt");
    }
    if (!results.completion().stream().allMatch(ContentFilterResult::ran)) {
      unchecked.add("completion");
    }
    return unchecked;
  }

  private static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }
}
