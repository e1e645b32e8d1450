package dev.telltale.observability;

import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdkBuilder;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An exporter that was switched on. It makes what it has for each signal, and null for the others.
 */
interface ExporterFlag {
  /** The flag as users write it, such as {@code otlp}. */
  String name();

  /**
   * Checks that the classes it needs are there.
   *
   * @throws IllegalStateException if an artifact is missing; the message has its coordinates
   */
  default void requireArtifact() {}

  /**
   * What it sets in the SDK's configuration, over what the environment says.
   *
   * @throws IllegalArgumentException if the environment holds what it cannot take
   */
  default Map<String, String> properties(ConfigProperties environment) {
    return Map.of();
  }

  /** Adds what cannot be expressed by the methods below. */
  default void customize(AutoConfiguredOpenTelemetrySdkBuilder sdk, Exports exports) {}

  default @Nullable SpanExporter spans(ConfigProperties config) {
    return null;
  }

  default @Nullable MetricExporter metrics(ConfigProperties config) {
    return null;
  }

  default @Nullable LogRecordExporter logs(ConfigProperties config) {
    return null;
  }

  /** Sees spans as they end, without a queue. */
  default @Nullable SpanProcessor spanProcessor() {
    return null;
  }

  /** Reads metrics at times of its own. */
  default @Nullable MetricReader reader(ConfigProperties config) {
    return null;
  }

  /** Called first thing at close, on the closing thread. */
  default void closing() {}
}
