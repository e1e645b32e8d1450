package dev.telltale.observability.cost;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The model whose prices apply to a call, or why there is none.
 *
 * @param model null if none was found; the reasons then say why
 * @param callProvider the provider of the call, or null if the table does not know it
 * @param priceProvider the id of the provider whose prices these are
 */
record ModelMatch(
    @Nullable ModelPrices model,
    @Nullable ProviderPrices callProvider,
    String priceProvider,
    Set<Reason> reasons) {

  static ModelMatch none(String provider, @Nullable ProviderPrices callProvider) {
    Reason reason = callProvider == null ? Reason.UNKNOWN_PROVIDER : Reason.UNKNOWN_MODEL;
    return new ModelMatch(null, callProvider, provider, EnumSet.of(reason));
  }
}
