package dev.telltale.observability;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdkBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.lang.System.Logger;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The SDK that an {@link Observability} builds for itself and closes. */
final class OwnedSdk {
  private static final Logger LOGGER = System.getLogger(OwnedSdk.class.getName());
  private static final String SCOPE = "dev.telltale";

  private final OpenTelemetrySdk sdk;
  private final Exports exports;
  private final AtomicBoolean closed = new AtomicBoolean();

  private OwnedSdk(OpenTelemetrySdk sdk, Exports exports) {
    this.sdk = sdk;
    this.exports = exports;
  }

  static OwnedSdk create(
      SdkFlags flags, List<ExporterFlag> exporters, Map<String, String> environment) {
    AutoConfiguredOpenTelemetrySdkBuilder builder = AutoConfiguredOpenTelemetrySdk.builder();
    builder.disableShutdownHook();
    builder.addPropertiesSupplier(() -> environment);
    builder.addResourceCustomizer(flags::resource);
    builder.addSamplerCustomizer(flags::sampler);
    Exports exports = new Exports(exporters, flags.limits());
    exports.addTo(builder);
    // Last, as it decides over what any exporter sets by itself.
    builder.addPropertiesCustomizer(
        config -> {
          if (config.getBoolean("otel.sdk.disabled", false)) {
            LOGGER.log(Logger.Level.WARNING, "OTEL_SDK_DISABLED is true: no call is reported.");
            return Map.of();
          }
          return flags.properties(config, exporters);
        });
    try {
      OpenTelemetrySdk sdk = builder.build().getOpenTelemetrySdk();
      exports.countDrops(sdk.getMeter(SCOPE));
      return new OwnedSdk(sdk, exports);
    } catch (RuntimeException refused) {
      exports.abandon();
      throw reason(refused);
    }
  }

  /** OpenTelemetry hides what an exporter says behind a sentence of its own. */
  private static RuntimeException reason(RuntimeException refused) {
    return refused.getCause() instanceof RuntimeException cause
            && (cause instanceof IllegalStateException || cause instanceof IllegalArgumentException)
        ? cause
        : refused;
  }

  OpenTelemetry openTelemetry() {
    return sdk;
  }

  /** For the self-check. */
  String state() {
    return exports.state();
  }

  List<ExportStatus> exports() {
    return exports.status();
  }

  /** Shuts the SDK down on a thread of its own, as what is the user's may block. */
  void close(Duration timeout) {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    exports.closing();
    Thread closer = new Thread(() -> shutDown(timeout), "telltale-observability-close");
    closer.setDaemon(true);
    closer.start();
    try {
      closer.join(Math.max(1, timeout.toMillis()));
      if (closer.isAlive()) {
        LOGGER.log(
            Logger.Level.WARNING,
            "A telemetry backend did not answer within {0} s; what was not sent is lost.",
            BigDecimal.valueOf(timeout.toMillis(), 3).stripTrailingZeros().toPlainString());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exports.closed();
  }

  /**
   * Ends the queues before the metrics, whose last export so has what was lost. The providers of
   * spans and logs stay: one that is shut down hands over nothing, and nothing could be counted.
   */
  private void shutDown(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    try {
      CompletableResultCode records =
          CompletableResultCode.ofAll(
              List.of(
                  sdk.getSdkTracerProvider().forceFlush(),
                  sdk.getSdkLoggerProvider().forceFlush(),
                  exports.endQueues()));
      // A backend that hangs must leave the metrics of others some time.
      records.join(timeout.toNanos() / 2, TimeUnit.NANOSECONDS);
      CompletableResultCode.ofAll(List.of(records, sdk.getSdkMeterProvider().shutdown()))
          .join(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (RuntimeException | LinkageError e) {
      // Guard point: an exporter is anyone's code, and closing must go on.
      LOGGER.log(Logger.Level.WARNING, "A telemetry exporter failed to close.", e);
    }
  }
}
