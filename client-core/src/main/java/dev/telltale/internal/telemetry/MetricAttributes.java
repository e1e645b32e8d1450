package dev.telltale.internal.telemetry;

import dev.telltale.provider.ProviderInfo;
import dev.telltale.telemetry.GenAi;
import dev.telltale.telemetry.TelemetryOptions;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The attribute sets of the metrics of one series, built once and used by every call like it. */
final class MetricAttributes {
  private final Attributes common;
  private final Attributes tokens;
  private final Attributes duration;
  private final Attributes inputTokens;
  private final Attributes outputTokens;
  private final Attributes pricedCost;
  private final Attributes approximateCost;
  private final Attributes model;
  private final Attributes asked;
  private final Map<Modality, Attributes> modalities = new EnumMap<>(Modality.class);

  private MetricAttributes(Series series, TelemetryOptions options) {
    ProviderInfo provider = series.provider;
    this.common =
        Attributes.builder()
            .put(GenAi.OPERATION_NAME, GenAi.CHAT)
            .put(GenAi.PROVIDER_NAME, provider.name())
            .put(GenAi.REQUEST_MODEL, series.requestModel)
            .put(GenAi.RESPONSE_MODEL, series.responseModel)
            .put(GenAi.SERVER_ADDRESS, provider.endpoint().host())
            .put(GenAi.SERVER_PORT, (long) provider.endpoint().port())
            .build();
    this.tokens = common.toBuilder().putAll(series.vendor).build();
    this.duration = with(tokens, GenAi.ERROR_TYPE, series.errorType);
    this.inputTokens = with(tokens, GenAi.TOKEN_TYPE, "input");
    this.outputTokens = with(tokens, GenAi.TOKEN_TYPE, "output");
    this.model = Attributes.of(GenAi.MODEL, series.requestModel);
    this.asked =
        Attributes.of(
            GenAi.PROVIDER_NAME,
            provider.name(),
            GenAi.REQUEST_MODEL,
            series.requestModel,
            GenAi.SERVER_ADDRESS,
            provider.endpoint().host());
    Attributes cost =
        Attributes.builder()
            .put(GenAi.PROVIDER_NAME, provider.name())
            .put(GenAi.RESPONSE_MODEL, series.responseModel)
            .putAll(series.vendor)
            .putAll(options.articleNames() ? model : Attributes.empty())
            .build();
    this.pricedCost = with(cost, GenAi.COST_ACCURACY, "priced");
    this.approximateCost = with(cost, GenAi.COST_ACCURACY, "approximate");
    if (options.conventions().latest()) {
      for (Modality modality : Modality.values()) {
        modalities.put(modality, with(tokens, GenAi.TOKEN_MODALITY, modality.label()));
      }
    }
  }

  /** On every metric of the conventions. */
  Attributes common() {
    return common;
  }

  /** The common ones and the vendor's. */
  Attributes tokens() {
    return tokens;
  }

  /** The common ones, the vendor's, and the class of the failure, if any. */
  Attributes duration() {
    return duration;
  }

  Attributes inputTokens() {
    return inputTokens;
  }

  Attributes outputTokens() {
    return outputTokens;
  }

  /** The common ones, the vendor's, and the modality; only under the latest conventions. */
  Attributes of(Modality modality) {
    return modalities.getOrDefault(modality, tokens);
  }

  Attributes pricedCost() {
    return pricedCost;
  }

  Attributes approximateCost() {
    return approximateCost;
  }

  /** The model alone. */
  Attributes model() {
    return model;
  }

  /** Who was asked, and for which model. */
  Attributes asked() {
    return asked;
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

  /**
   * The sets in use, up to a bound beyond which they are built for each call. Names of models are
   * bounded first, as each one more makes a series of every metric.
   */
  static final class Cache {
    private static final int MAX_SERIES = 1_000;

    private final TelemetryOptions options;
    private final ConcurrentHashMap<Series, MetricAttributes> sets = new ConcurrentHashMap<>();
    private final BoundedNames models;

    Cache(TelemetryOptions options, BoundedNames models) {
      this.options = options;
      this.models = models;
    }

    MetricAttributes get(Series series) {
      MetricAttributes known = sets.get(series);
      if (known != null) {
        return known;
      }
      Series bounded = bounded(series);
      MetricAttributes shared = bounded.equals(series) ? null : sets.get(bounded);
      MetricAttributes built = shared == null ? new MetricAttributes(bounded, options) : shared;
      if (sets.size() < MAX_SERIES) {
        sets.put(bounded, built);
      }
      return built;
    }

    private Series bounded(Series series) {
      String answered = series.responseModel;
      return new Series(
          series.provider,
          models.of(series.requestModel),
          answered == null ? null : models.of(answered),
          series.vendor,
          series.errorType);
    }
  }
}
