package dev.telltale.observability;

import com.azure.monitor.opentelemetry.autoconfigure.AzureMonitorAutoConfigure;
import com.azure.monitor.opentelemetry.autoconfigure.AzureMonitorAutoConfigureOptions;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdkBuilder;
import java.util.function.Consumer;

/** The one class that knows Azure Monitor's library, loaded only where the flag is used. */
final class AzureMonitor {
  private AzureMonitor() {}

  /** Adds its exporters, and returns what takes their connection string before they are made. */
  static Consumer<String> customize(AutoConfiguredOpenTelemetrySdkBuilder sdk) {
    AzureMonitorAutoConfigureOptions options = new AzureMonitorAutoConfigureOptions();
    AzureMonitorAutoConfigure.customize(sdk, options);
    return options::connectionString;
  }
}
