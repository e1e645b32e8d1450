package dev.telltale.observability.cost;

import java.util.List;
import java.util.regex.Pattern;

/** The names a model goes by; alternatives, in lower case. */
record ModelNames(
    List<String> exact,
    List<String> prefixes,
    List<String> suffixes,
    List<Pattern> patterns,
    List<String> infixes) {
  ModelNames {
    exact = List.copyOf(exact);
    prefixes = List.copyOf(prefixes);
    suffixes = List.copyOf(suffixes);
    patterns = List.copyOf(patterns);
    infixes = List.copyOf(infixes);
  }

  boolean none() {
    return exact.isEmpty()
        && prefixes.isEmpty()
        && suffixes.isEmpty()
        && patterns.isEmpty()
        && infixes.isEmpty();
  }
}
