package dev.telltale.internal.telemetry;

import dev.telltale.provider.ProviderInfo;
import dev.telltale.telemetry.GenAi;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The attribute sets of the metrics of one series, built once and used by every call like it.
 *
 * @param common on every metric
 * @param duration the common ones and the class of the failure, if any
 */
record MetricAttributes(
    Attributes common, Attributes duration, Attributes inputTokens, Attributes outputTokens) {

  private static MetricAttributes of(ProviderInfo provider, Series series) {
    AttributesBuilder builder =
        Attributes.builder()
            .put(GenAi.OPERATION_NAME, GenAi.CHAT)
            .put(GenAi.PROVIDER_NAME, provider.name())
            .put(GenAi.REQUEST_MODEL, series.requestModel)
            .put(GenAi.SERVER_ADDRESS, provider.endpoint().host())
            .put(GenAi.SERVER_PORT, (long) provider.endpoint().port());
    if (series.responseModel != null) {
      builder.put(GenAi.RESPONSE_MODEL, series.responseModel);
    }
    Attributes common = builder.build();
    Attributes withVendor = builder.putAll(series.vendor).build();
    Attributes duration =
        series.errorType == null
            ? withVendor
            : withVendor.toBuilder().put(GenAi.ERROR_TYPE, series.errorType).build();
    return new MetricAttributes(
        common,
        duration,
        withVendor.toBuilder().put(GenAi.TOKEN_TYPE, "input").build(),
        withVendor.toBuilder().put(GenAi.TOKEN_TYPE, "output").build());
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
      MetricAttributes built = of(series.provider, series);
      if (sets.size() < MAX_SERIES) {
        sets.put(series, built);
      }
      return built;
    }
  }
}
