package dev.telltale.observability.cost;

import dev.telltale.observability.cost.ModelIndex.Hit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the model whose prices apply to a call.
 *
 * <p>The candidates are the model a deployment was declared to be, or else the model of the answer
 * and then that of the request. On Azure the request names a deployment, which is no model. Each is
 * looked up as it is and without vendor names before it, among the overrides, the provider's models
 * and those of its fallbacks; only if nothing has it, the date at its end is taken off.
 */
final class ModelMatcher {
  private static final String AZURE = "azure";
  private static final String ANY_PROVIDER = "";

  private final PriceTable table;
  private final Map<String, ModelIndex> overrides = new HashMap<>();
  private final Map<String, String> deployments;

  /**
   * Creates a matcher.
   *
   * @throws IllegalArgumentException if two overrides for the same provider have the same name
   */
  ModelMatcher(PriceTable table, List<ModelPrices> overrides, Map<String, String> deployments) {
    this.table = table;
    this.deployments = Map.copyOf(deployments);
    Map<String, List<ModelPrices>> byProvider = new HashMap<>();
    for (ModelPrices model : overrides) {
      String provider = model.provider() == null ? ANY_PROVIDER : id(model.provider());
      byProvider.computeIfAbsent(provider, unused -> new ArrayList<>()).add(model);
    }
    byProvider.forEach((id, models) -> this.overrides.put(id, new ModelIndex(models)));
  }

  ModelMatch match(
      String providerName, @Nullable String requestModel, @Nullable String responseModel) {
    ProviderPrices provider = table.provider(providerName);
    List<PriceList> lists = lists(providerName, provider);
    String deployed = requestModel == null ? null : deployments.get(requestModel);
    if (deployed != null) {
      ModelMatch match = candidate(deployed, provider, lists);
      return match == null ? ModelMatch.none(providerName, provider) : match;
    }
    ModelMatch match = candidate(responseModel, provider, lists);
    if (match == null && (provider == null || !provider.id().equals(AZURE))) {
      match = candidate(requestModel, provider, lists);
      if (match != null) {
        match.reasons().add(Reason.MODEL_FROM_REQUEST);
      }
    }
    return match == null ? ModelMatch.none(providerName, provider) : match;
  }

  private String id(String providerName) {
    ProviderPrices provider = table.provider(providerName);
    return provider == null ? NameRules.normalise(providerName) : provider.id();
  }

  private List<PriceList> lists(String providerName, @Nullable ProviderPrices provider) {
    List<PriceList> lists = new ArrayList<>();
    String id = id(providerName);
    for (String key : List.of(id, ANY_PROVIDER)) {
      ModelIndex index = overrides.get(key);
      if (index != null) {
        lists.add(new PriceList(index, id, Origin.OVERRIDE));
      }
    }
    if (provider != null) {
      lists.add(new PriceList(provider.index(), id, Origin.PROVIDER));
      for (String fallback : provider.fallbacks()) {
        ProviderPrices other = table.provider(fallback);
        if (other != null) {
          lists.add(new PriceList(other.index(), other.id(), Origin.FALLBACK));
        }
      }
    }
    return lists;
  }

  private @Nullable ModelMatch candidate(
      @Nullable String model, @Nullable ProviderPrices provider, List<PriceList> lists) {
    if (model == null || model.isBlank()) {
      return null;
    }
    NameRules rules = table.nameRules();
    String name = NameRules.normalise(model);
    Set<String> forms = new LinkedHashSet<>(List.of(name, rules.withoutPrefixes(name)));
    ModelMatch match = anyForm(forms, provider, lists);
    if (match != null) {
      return match;
    }
    Set<String> undated = new LinkedHashSet<>();
    for (String form : forms) {
      String rest = rules.withoutSnapshot(form);
      if (rest != null) {
        undated.add(rest);
      }
    }
    match = anyForm(undated, provider, lists);
    if (match != null) {
      match.reasons().add(Reason.MODEL_SNAPSHOT_STRIPPED);
    }
    return match;
  }

  private @Nullable ModelMatch anyForm(
      Set<String> forms, @Nullable ProviderPrices provider, List<PriceList> lists) {
    for (String form : forms) {
      for (PriceList list : lists) {
        Hit hit = list.index.find(form);
        if (hit != null) {
          return new ModelMatch(hit.model(), provider, list.id, reasons(form, hit, list));
        }
      }
    }
    return null;
  }

  private Set<Reason> reasons(String name, Hit hit, PriceList list) {
    Set<Reason> reasons = EnumSet.noneOf(Reason.class);
    if (list.origin != Origin.OVERRIDE && table.nameRules().weak(name, hit.rest())) {
      reasons.add(Reason.MODEL_WEAK_MATCH);
    }
    if (list.origin == Origin.FALLBACK) {
      reasons.add(Reason.PROVIDER_FALLBACK);
    }
    return reasons;
  }

  /** Models to look a name up in, and whose they are. */
  private record PriceList(ModelIndex index, String id, Origin origin) {}

  private enum Origin {
    OVERRIDE,
    PROVIDER,
    FALLBACK
  }
}
