package dev.telltale.samples.quickstart;

import dev.telltale.Telemetry;
import dev.telltale.observability.Observability;
import java.time.Duration;
import java.util.Map;

/** Where the run is reported: to the page, and to an OTLP collector if one is configured. */
final class Reporting implements AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final Page page;
  private final Observability observability;

  private Reporting(Page page, Observability observability) {
    this.page = page;
    this.observability = observability;
  }

  /**
   * Starts reporting.
   *
   * @throws UsageException if the environment holds settings that OpenTelemetry refuses
   */
  static Reporting start(Page page, Map<String, String> environment) {
    String collector = environment.getOrDefault("OTEL_EXPORTER_OTLP_ENDPOINT", "").strip();
    Observability.Builder flags =
        Observability.builder()
            .serviceName("telltale-quickstart")
            .console(page.reports())
            .closeTimeout(CLOSE_TIMEOUT);
    if (collector.isEmpty()) {
      return new Reporting(page, build(flags));
    }
    Observability observability = build(flags.otlp());
    page.line("Spans and metrics also go to the collector at " + collector);
    return new Reporting(page, observability);
  }

  private static Observability build(Observability.Builder flags) {
    try {
      return flags.build();
    } catch (RuntimeException refused) {
      throw new UsageException("Check the OTEL_ variables: " + refused.getMessage());
    }
  }

  Telemetry telemetry() {
    return observability.telemetry();
  }

  /** Shows what was measured over all calls, and sends what the collector has not got yet. */
  @Override
  public void close() {
    page.heading("What was measured over all calls");
    observability.close();
    page.showReports();
  }
}
