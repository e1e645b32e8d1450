package dev.telltale.observability;

/** A library that a flag needs and that this module does not bring. */
enum Artifact {
  PROMETHEUS(
      "io.opentelemetry.exporter.prometheus.PrometheusMetricReader",
      "io.opentelemetry:opentelemetry-exporter-prometheus:1.65.0-alpha"),
  AZURE_MONITOR(
      "com.azure.monitor.opentelemetry.autoconfigure.AzureMonitorAutoConfigure",
      "com.azure:azure-monitor-opentelemetry-autoconfigure:1.2.0");

  private final String className;
  private final String coordinates;

  Artifact(String className, String coordinates) {
    this.className = className;
    this.coordinates = coordinates;
  }

  /**
   * Checks that it is on the class path.
   *
   * @throws IllegalStateException if it is not; the message says what to add
   */
  void require(String flag) {
    try {
      Class.forName(className, false, Artifact.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError missing) {
      throw new IllegalStateException(
          flag
              + "(..) needs an artifact that is not on the class path: add "
              + coordinates
              + ", whose version telltale-bom manages.");
    }
  }
}
