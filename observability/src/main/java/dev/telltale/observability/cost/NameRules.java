package dev.telltale.observability.cost;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a model's name is read.
 *
 * @param prefixes vendor names before the name, such as {@code openai/}
 * @param snapshotSuffixes dates after the name
 * @param snapshotTail what may follow a prefix without making it another model
 * @param fineTuned names of fine-tuned models, which always end in an id of their own
 */
record NameRules(
    List<String> prefixes,
    List<Pattern> snapshotSuffixes,
    Pattern snapshotTail,
    List<Pattern> fineTuned) {
  NameRules {
    prefixes = List.copyOf(prefixes);
    snapshotSuffixes = List.copyOf(snapshotSuffixes);
    fineTuned = List.copyOf(fineTuned);
  }

  static String normalise(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }

  /** The name without the vendor names before it. */
  String withoutPrefixes(String name) {
    String rest = name;
    for (int i = 0; i < prefixes.size(); i++) {
      if (rest.startsWith(prefixes.get(i))) {
        rest = rest.substring(prefixes.get(i).length());
        i = -1;
      }
    }
    return rest;
  }

  /** The name without the date at its end, or null if it has none that may go. */
  @Nullable String withoutSnapshot(String name) {
    if (fineTuned(name)) {
      return null;
    }
    for (Pattern suffix : snapshotSuffixes) {
      Matcher matcher = suffix.matcher(name);
      if (matcher.find()) {
        return name.substring(0, matcher.start());
      }
    }
    return null;
  }

  /** Whether a name found by its beginning may belong to another model. */
  boolean weak(String name, String rest) {
    return !rest.isEmpty() && !fineTuned(name) && !snapshotTail.matcher(rest).find();
  }

  private boolean fineTuned(String name) {
    return fineTuned.stream().anyMatch(pattern -> pattern.matcher(name).find());
  }
}
