package dev.telltale.observability.cost;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Why an amount may be off, or why there is none. The codes are listed in docs/cost.md. */
enum Reason {
  CACHE_SPLIT_ASSUMED,
  MODALITY_RATE_MISSING,
  MODEL_FROM_REQUEST,
  MODEL_SNAPSHOT_STRIPPED,
  MODEL_WEAK_MATCH,
  PROVIDER_FALLBACK,
  RATE_DERIVED,
  RATE_INHERITED,
  SERVICE_TIER_FALLBACK,
  SERVICE_TIER_FROM_REQUEST,
  TIER_MULTIPLIER,

  INCONSISTENT_USAGE,
  NO_USAGE,
  RATE_MISSING,
  UNKNOWN_MODEL,
  UNKNOWN_PROVIDER;

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<String> codes(Collection<Reason> reasons) {
    return reasons.isEmpty() ? List.of() : reasons.stream().map(Reason::code).toList();
  }
}
