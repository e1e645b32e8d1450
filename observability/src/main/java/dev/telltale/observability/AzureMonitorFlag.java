package dev.telltale.observability;

import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdkBuilder;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Azure Monitor is switched on. Its exporters can only be made by the SDK's autoconfiguration, so
 * they are named there, and wrapped on the way.
 */
final class AzureMonitorFlag implements ExporterFlag {
  private static final String EXPORTER = "azure_monitor";
  private static final String CONNECTION_STRING = "applicationinsights.connection.string";
  private static final String LIVE_METRICS = "applicationinsights.live.metrics.enabled";

  private final @Nullable String connectionString;
  private Consumer<String> connect = unused -> {};

  private AzureMonitorFlag(@Nullable String connectionString) {
    this.connectionString = connectionString;
  }

  static AzureMonitorFlag fromEnvironment() {
    return new AzureMonitorFlag(null);
  }

  /**
   * With a connection string.
   *
   * @throws IllegalArgumentException if it is none
   */
  static AzureMonitorFlag of(String connectionString) {
    return new AzureMonitorFlag(AzureConnection.check(connectionString));
  }

  @Override
  public String name() {
    return "azureMonitor";
  }

  @Override
  public void requireArtifact() {
    Artifact.AZURE_MONITOR.require(name());
  }

  @Override
  public Map<String, String> properties(ConfigProperties environment) {
    connect(connectionString == null ? found(environment) : connectionString);
    Map<String, String> properties = new HashMap<>();
    properties.put("otel.traces.exporter", EXPORTER);
    properties.put("otel.metrics.exporter", EXPORTER);
    properties.put("otel.logs.exporter", EXPORTER);
    if (environment.getString(LIVE_METRICS) == null) {
      // They poll an endpoint of their own and see every span on the thread of the call.
      properties.put(LIVE_METRICS, "false");
    }
    return properties;
  }

  @Override
  public void customize(AutoConfiguredOpenTelemetrySdkBuilder sdk, Exports exports) {
    connect = AzureMonitor.customize(sdk);
    AzureQueues queues = new AzureQueues(this, exports);
    sdk.addSpanExporterCustomizer(queues::spans);
    sdk.addSpanProcessorCustomizer(queues::spanQueue);
    sdk.addLogRecordExporterCustomizer(queues::logs);
    sdk.addLogRecordProcessorCustomizer(queues::logQueue);
  }

  private static String found(ConfigProperties environment) {
    String found = environment.getString(CONNECTION_STRING);
    if (found == null) {
      throw new IllegalStateException(
          "azureMonitor() needs APPLICATIONINSIGHTS_CONNECTION_STRING in the environment; or give"
              + " azureMonitor(..) the connection string.");
    }
    return AzureConnection.check(found);
  }

  private void connect(String checked) {
    try {
      connect.accept(checked);
    } catch (RuntimeException refused) {
      // Without the cause, whose message repeats what it does not take.
      throw new IllegalArgumentException(
          "Azure Monitor's exporter does not take the connection string; copy it from the"
              + " resource's overview page.");
    }
  }
}
