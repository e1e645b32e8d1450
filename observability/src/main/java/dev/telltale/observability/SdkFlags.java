package dev.telltale.observability;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the builder's flags mean to the SDK's configuration.
 *
 * <p>Which exporters run is a fact of the flags, whatever the environment says; everything else is
 * a default that the environment replaces.
 */
record SdkFlags(@Nullable String serviceName, @Nullable OtlpFlag otlp) {
  private static final List<String> SIGNALS = List.of("traces", "metrics", "logs");
  private static final String SERVICE_NAME = "otel.service.name";
  private static final String OTLP_PROTOCOL = "otel.exporter.otlp.protocol";
  private static final String OTLP_ENDPOINT = "otel.exporter.otlp.endpoint";

  /**
   * The properties that replace those of the environment.
   *
   * @throws IllegalArgumentException if an endpoint of the environment holds credentials
   */
  Map<String, String> properties(ConfigProperties environment) {
    Map<String, String> properties = new HashMap<>();
    for (String signal : SIGNALS) {
      properties.put("otel." + signal + ".exporter", otlp == null ? "none" : "otlp");
    }
    if (serviceName != null && !namesService(environment)) {
      properties.put(SERVICE_NAME, serviceName);
    }
    if (otlp != null) {
      refuseCredentials(environment);
      if (environment.getString(OTLP_PROTOCOL) == null) {
        properties.put(OTLP_PROTOCOL, "http/protobuf");
      }
      if (otlp.endpoint() != null && environment.getString(OTLP_ENDPOINT) == null) {
        properties.put(OTLP_ENDPOINT, otlp.endpoint());
      }
    }
    return properties;
  }

  private static boolean namesService(ConfigProperties environment) {
    return environment.getString(SERVICE_NAME) != null
        || environment.getMap("otel.resource.attributes").containsKey("service.name");
  }

  private static void refuseCredentials(ConfigProperties environment) {
    check(environment.getString(OTLP_ENDPOINT));
    for (String signal : SIGNALS) {
      check(environment.getString("otel.exporter.otlp." + signal + ".endpoint"));
    }
  }

  private static void check(@Nullable String endpoint) {
    if (endpoint != null) {
      OtlpFlag.refuseCredentials(endpoint);
    }
  }
}
