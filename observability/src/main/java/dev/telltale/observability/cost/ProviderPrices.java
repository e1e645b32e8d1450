package dev.telltale.observability.cost;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A provider of a price file.
 *
 * @param names its id and the other names it is known by
 * @param serviceTiers the tier that a value of the wire stands for
 * @param tierMultipliers factors for the tiers of models that have no rates of their own for them,
 *     by tier and then by {@code default} or the key of a rate
 * @param multipliers factors on the whole amount, by the name that configuration selects
 * @param fallbacks ids of providers whose prices apply to models not listed here
 */
record ProviderPrices(
    String id,
    Set<String> names,
    Map<String, String> serviceTiers,
    Map<String, Map<String, BigDecimal>> tierMultipliers,
    Map<String, BigDecimal> multipliers,
    List<String> fallbacks,
    List<ModelPrices> models,
    ModelIndex index) {
  static final String STANDARD_TIER = "standard";
  private static final Set<String> STANDARD_VALUES = Set.of("auto", "default", STANDARD_TIER);

  ProviderPrices {
    names = Set.copyOf(names);
    serviceTiers = Map.copyOf(serviceTiers);
    tierMultipliers = Map.copyOf(tierMultipliers);
    multipliers = Map.copyOf(multipliers);
    fallbacks = List.copyOf(fallbacks);
    models = List.copyOf(models);
  }

  /** The tier that a value of the wire stands for; {@code provider} may be unknown. */
  static String serviceTier(@Nullable ProviderPrices provider, @Nullable String value) {
    if (value == null || value.isBlank()) {
      return STANDARD_TIER;
    }
    String name = NameRules.normalise(value);
    if (STANDARD_VALUES.contains(name)) {
      return STANDARD_TIER;
    }
    return provider == null ? name : provider.serviceTiers.getOrDefault(name, name);
  }
}
