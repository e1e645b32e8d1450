package dev.telltale.observability;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.resources.ResourceBuilder;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the builder's flags mean to the SDK's configuration. Filled in by the builder, and read when
 * the SDK is built.
 *
 * <p>Which exporters run is a fact of the flags, whatever the environment says; everything else is
 * a default that the environment replaces.
 */
final class SdkFlags {
  static final String METRIC_INTERVAL = "otel.metric.export.interval";

  private static final List<String> SIGNALS = List.of("traces", "metrics", "logs");
  private static final String SERVICE_NAME = "otel.service.name";
  private static final String RESOURCE_ATTRIBUTES = "otel.resource.attributes";
  private static final String SAMPLER = "otel.traces.sampler";

  final Map<String, String> resourceAttributes = new LinkedHashMap<>();
  @Nullable String serviceName;
  @Nullable Sampler sampler;
  @Nullable Duration metricInterval;
  @Nullable ExportLimits limits;
  boolean flushOnExit;

  /** The flags that were used, as users write them. */
  List<String> named() {
    Map<String, Boolean> used = new LinkedHashMap<>();
    used.put("serviceName", serviceName != null);
    used.put("resourceAttribute", !resourceAttributes.isEmpty());
    used.put("sampler", sampler != null);
    used.put("metricInterval", metricInterval != null);
    used.put("exportLimits", limits != null);
    used.put("flushOnExit", flushOnExit);
    return used.keySet().stream().filter(used::get).toList();
  }

  ExportLimits limits() {
    return limits == null ? ExportLimits.defaults() : limits;
  }

  /**
   * The properties that replace those of the environment.
   *
   * @throws IllegalArgumentException if the environment holds what an exporter cannot take
   */
  Map<String, String> properties(ConfigProperties environment, List<ExporterFlag> exporters) {
    Map<String, String> properties = new HashMap<>();
    for (String signal : SIGNALS) {
      // Ours are added by hand, each behind a queue of its own.
      properties.put("otel." + signal + ".exporter", "none");
    }
    if (serviceName != null && !namesService(environment)) {
      properties.put(SERVICE_NAME, serviceName);
    }
    if (metricInterval != null && environment.getString(METRIC_INTERVAL) == null) {
      properties.put(METRIC_INTERVAL, "" + metricInterval.toMillis());
    }
    properties.putAll(BatchSettings.properties(limits(), environment));
    for (ExporterFlag exporter : exporters) {
      properties.putAll(exporter.properties(environment));
    }
    return properties;
  }

  Sampler sampler(Sampler ofEnvironment, ConfigProperties config) {
    return sampler == null || config.getString(SAMPLER) != null ? ofEnvironment : sampler;
  }

  Resource resource(Resource ofEnvironment, ConfigProperties config) {
    Map<String, String> named = config.getMap(RESOURCE_ATTRIBUTES);
    ResourceBuilder resource = ofEnvironment.toBuilder();
    resourceAttributes.forEach(
        (name, value) -> {
          if (!named.containsKey(name)) {
            resource.put(name, value);
          }
        });
    return resource.build();
  }

  private static boolean namesService(ConfigProperties environment) {
    return environment.getString(SERVICE_NAME) != null
        || environment.getMap(RESOURCE_ATTRIBUTES).containsKey("service.name");
  }
}
