package dev.telltale.observability;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.telltale.telemetry.GenAi;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.testing.exporter.InMemoryLogRecordExporter;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is reported at the close of an {@link Observability}, or after it. */
@Timeout(20)
class LateRecordsTest {
  @Test
  void whatComesAfterCloseIsCounted() {
    Observability observability =
        Observability.builder()
            .exporter(InMemorySpanExporter.create())
            .exporter(InMemoryLogRecordExporter.create())
            .build();
    OpenTelemetry sdk = sdk(observability);
    span(sdk).end();
    log(sdk);
    Span goesOn = span(sdk);

    observability.close();
    goesOn.end();
    span(sdk).end();
    log(sdk);

    assertThat(observability.exports())
        .extracting(
            ExportStatus::signal,
            ExportStatus::exported,
            ExportStatus::queued,
            ExportStatus::dropped)
        .containsExactlyInAnyOrder(
            tuple("spans", 1L, 0L, Map.of("closed", 2L)),
            tuple("logs", 1L, 0L, Map.of("closed", 1L)));
  }

  @Test
  void azureMonitorCountsThemToo() {
    IngestionServer ingestion = IngestionServer.start();
    Observability observability =
        Observability.builder().azureMonitor(ingestion.connectionString()).build();
    OpenTelemetry sdk = sdk(observability);

    observability.close();
    span(sdk).end();
    log(sdk);
    ingestion.close();

    assertThat(observability.exports())
        .extracting(ExportStatus::signal, ExportStatus::dropped)
        .containsExactlyInAnyOrder(
            tuple("spans", Map.of("closed", 1L)), tuple("logs", Map.of("closed", 1L)));
  }

  @Test
  void lastMetricsHoldWhatWasLostAtClose() {
    try (OtlpReceiver receiver = OtlpReceiver.start()) {
      Observability observability =
          Observability.builder().otlp(receiver.baseUrl()).exporter(ThrowingSpans.later()).build();
      for (int i = 0; i < 3; i++) {
        span(sdk(observability)).end();
      }

      observability.close();

      assertThat(receiver.metrics)
          .filteredOn(metric -> metric.getName().equals(GenAi.TELEMETRY_DROPPED))
          .flatExtracting(metric -> metric.getSum().getDataPointsList())
          .singleElement()
          .satisfies(point -> assertThat(point.getAsInt()).isEqualTo(3))
          .satisfies(
              point -> assertThat(point.getAttributesList().toString()).contains("export_failed"));
    }
  }

  @Test
  void consolePrintsNothingAfterClose() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    Observability observability = Observability.builder().console(out).build();
    OpenTelemetry sdk = sdk(observability);

    observability.close();
    span(sdk).end();

    assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  private static OpenTelemetry sdk(Observability observability) {
    return requireNonNull(observability.telemetry().openTelemetry());
  }

  private static Span span(OpenTelemetry sdk) {
    return sdk.getTracer("test")
        .spanBuilder("chat m")
        .setAttribute(GenAi.OPERATION_NAME, GenAi.CHAT)
        .startSpan();
  }

  private static void log(OpenTelemetry sdk) {
    sdk.getLogsBridge().get("test").logRecordBuilder().setBody("Porto").emit();
  }
}
