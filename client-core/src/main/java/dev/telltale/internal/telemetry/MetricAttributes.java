package dev.telltale.internal.telemetry;

import dev.telltale.provider.ProviderInfo;
import dev.telltale.telemetry.GenAi;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The attribute sets of the metrics of one series, built once and used by every call like it.
 *
 * @param common on every metric
 * @param duration the common ones, the vendor's, and the class of the failure, if any
 */
record MetricAttributes(
    Attributes common,
    Attributes duration,
    Attributes inputTokens,
    Attributes outputTokens,
    Attributes pricedCost,
    Attributes approximateCost) {

  private static MetricAttributes of(Series series) {
    ProviderInfo provider = series.provider;
    Attributes common =
        Attributes.builder()
            .put(GenAi.OPERATION_NAME, GenAi.CHAT)
            .put(GenAi.PROVIDER_NAME, provider.name())
            .put(GenAi.REQUEST_MODEL, series.requestModel)
            .put(GenAi.RESPONSE_MODEL, series.responseModel)
            .put(GenAi.SERVER_ADDRESS, provider.endpoint().host())
            .put(GenAi.SERVER_PORT, (long) provider.endpoint().port())
            .build();
    Attributes withVendor = common.toBuilder().putAll(series.vendor).build();
    Attributes cost =
        Attributes.builder()
            .put(GenAi.PROVIDER_NAME, provider.name())
            .put(GenAi.RESPONSE_MODEL, series.responseModel)
            .putAll(series.vendor)
            .build();
    return new MetricAttributes(
        common,
        with(withVendor, GenAi.ERROR_TYPE, series.errorType),
        with(withVendor, GenAi.TOKEN_TYPE, "input"),
        with(withVendor, GenAi.TOKEN_TYPE, "output"),
        with(cost, GenAi.COST_ACCURACY, "priced"),
        with(cost, GenAi.COST_ACCURACY, "approximate"));
  }

  /** OpenTelemetry leaves an attribute without a value out. */
  private static Attributes with(
      Attributes attributes, AttributeKey<String> key, @Nullable String value) {
    return attributes.toBuilder().put(key, value).build();
  }

  /** What tells one series from another within a provider. */
  record Series(
      ProviderInfo provider,
      String requestModel,
      @Nullable String responseModel,
      Attributes vendor,
      @Nullable String errorType) {}

  /** The sets in use, up to a bound beyond which they are built for each call. */
  static final class Cache {
    private static final int MAX_SERIES = 1_000;

    private final ConcurrentHashMap<Series, MetricAttributes> sets = new ConcurrentHashMap<>();

    MetricAttributes get(Series series) {
      MetricAttributes known = sets.get(series);
      if (known != null) {
        return known;
      }
      MetricAttributes built = of(series);
      if (sets.size() < MAX_SERIES) {
        sets.put(series, built);
      }
      return built;
    }
  }
}
