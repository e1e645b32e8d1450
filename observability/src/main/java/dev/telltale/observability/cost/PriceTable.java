package dev.telltale.observability.cost;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A price file as it was read. */
final class PriceTable {
  private final String version;
  private final LocalDate asOf;
  private final NameRules nameRules;
  private final Map<String, ProviderPrices> byName = new HashMap<>();

  /**
   * Indexes the providers.
   *
   * @throws IllegalArgumentException if two providers have the same name
   */
  PriceTable(String version, LocalDate asOf, NameRules nameRules, List<ProviderPrices> providers) {
    this.version = version;
    this.asOf = asOf;
    this.nameRules = nameRules;
    for (ProviderPrices provider : providers) {
      for (String name : provider.names()) {
        if (byName.put(name, provider) != null) {
          throw new IllegalArgumentException("two providers have the name " + name);
        }
      }
    }
  }

  String version() {
    return version;
  }

  /** The day its prices were looked up. */
  LocalDate asOf() {
    return asOf;
  }

  NameRules nameRules() {
    return nameRules;
  }

  @Nullable ProviderPrices provider(String name) {
    return byName.get(NameRules.normalise(name));
  }

  /** Whether some provider or model has a factor of this name. */
  boolean hasMultiplier(String name) {
    return byName.values().stream()
        .anyMatch(
            provider ->
                provider.multipliers().containsKey(name)
                    || provider.models().stream().anyMatch(m -> m.multipliers().containsKey(name)));
  }
}
