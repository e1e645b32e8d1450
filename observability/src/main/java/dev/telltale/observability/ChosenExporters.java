package dev.telltale.observability;

import dev.telltale.observability.export.ConsoleExporter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The exporters that a builder was told to switch on. Not thread-safe. */
final class ChosenExporters {
  final Map<String, String> otlpHeaders = new LinkedHashMap<>();
  final List<ExporterFlag> custom = new ArrayList<>();
  @Nullable OtlpFlag otlp;
  boolean otlpGzip;
  @Nullable Supplier<ConsoleExporter> console;
  @Nullable JsonLinesFlag jsonLines;
  @Nullable PrometheusFlag prometheus;
  @Nullable AzureMonitorFlag azureMonitor;

  /**
   * The flags of one SDK: what it keeps of them must not be shared with one that was built before.
   *
   * @throws IllegalStateException if OTLP was set up but not switched on
   */
  List<ExporterFlag> flags() {
    List<ExporterFlag> flags = new ArrayList<>();
    if (otlp != null) {
      flags.add(otlp.with(otlpHeaders, otlpGzip));
    } else if (otlpGzip || !otlpHeaders.isEmpty()) {
      throw new IllegalStateException(
          "otlpHeader(..) and otlpGzip() need otlp() or otlpGrpc(): nothing is sent by OTLP.");
    }
    PrometheusFlag scraped = prometheus == null ? null : prometheus.fresh();
    ConsoleFlag printer = console == null ? null : new ConsoleFlag(console.get());
    Stream.of(scraped, azureMonitor, printer, jsonLines)
        .filter(Objects::nonNull)
        .forEach(flags::add);
    flags.addAll(custom);
    return flags;
  }
}
