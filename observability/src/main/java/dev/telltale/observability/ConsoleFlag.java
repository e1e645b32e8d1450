package dev.telltale.observability;

import dev.telltale.observability.export.ConsoleExporter;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.trace.SpanProcessor;

/** Calls are printed for people. */
record ConsoleFlag(ConsoleExporter console) implements ExporterFlag {
  @Override
  public String name() {
    return "console";
  }

  @Override
  public SpanProcessor spanProcessor() {
    return console.spans();
  }

  @Override
  public MetricReader reader(ConfigProperties config) {
    return console.metrics();
  }

  /** Before anything else is shut down, which may take until the close gives up. */
  @Override
  public void closing() {
    console.printMetrics();
  }
}
