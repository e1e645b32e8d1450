package dev.telltale.observability;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.ChatClient;
import dev.telltale.openai.OpenAi;
import dev.telltale.testing.ScriptedServer;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A backend that is down in any way holds up nobody and loses nothing uncounted. How long calls
 * take beside it is measured in benchmarks, not here; a test that hangs fails by its watchdog.
 */
@Timeout(30)
class IsolationTest {
  private static final int CALLS = 20_000;
  private static final int QUEUE = 100;

  @ParameterizedTest
  @EnumSource(FaultyBackend.Mode.class)
  void callsGoOnAndDropsAreCounted(FaultyBackend.Mode mode) throws Exception {
    try (FaultyBackend backend = FaultyBackend.in(mode)) {
      ExportLimits limits =
          ExportLimits.builder()
              .queueSize(QUEUE)
              .batchSize(QUEUE / 2)
              .delay(Duration.ofMillis(1))
              .build();
      Observability observability =
          Observability.builder()
              .otlp(backend.url())
              .prometheus()
              .exportLimits(limits)
              .closeTimeout(Duration.ofMillis(200))
              .build();

      end(observability, CALLS);
      String scraped = scrape(observability);
      observability.close();

      ExportStatus spans = observability.exports().get(0);
      long dropped = spans.dropped().values().stream().mapToLong(Long::longValue).sum();
      assertThat(spans.exported() + dropped).isEqualTo(CALLS);
      assertThat(dropped).isPositive();
      assertThat(spans.queued()).isZero();
      assertThat(scraped)
          .contains("llm_client_telemetry_dropped_total{exporter=\"otlp\"")
          .contains("reason=\"queue_full\"");
    }
  }

  @Test
  void noExporterRunsOnTheThreadOfACall() throws Exception {
    Blocked exporter = new Blocked();
    try (Observability observability =
        Observability.builder()
            .exporter(exporter)
            .exportLimits(ExportLimits.builder().delay(Duration.ofMillis(1)).build())
            .closeTimeout(Duration.ofMillis(100))
            .build()) {
      end(observability, 1);
      exporter.entered.await();
      end(observability, CALLS);

      assertThat(exporter.thread).isNotNull().isNotSameAs(Thread.currentThread());
    } finally {
      exporter.release.countDown();
    }
  }

  @Test
  void whatIsExportedIsNotTraced() {
    try (OtlpReceiver receiver = OtlpReceiver.start();
        ScriptedServer server = ScriptedServer.start()) {
      try (Observability observability =
              Observability.builder()
                  .otlp(receiver.baseUrl())
                  .exportLimits(ExportLimits.builder().delay(Duration.ofMillis(1)).build())
                  .build();
          ChatClient client =
              ChatClient.builder(OpenAi.builder().baseUrl(server.baseUrl()).model("m").build())
                  .telemetry(observability.telemetry())
                  .build()) {
        for (int i = 0; i < 20; i++) {
          client.chat("Name three rivers.");
        }
      }

      assertThat(receiver.spans).extracting(Span::getName).hasSize(20).containsOnly("chat m");
      assertThat(server.requests()).hasSize(20);
    }
  }

  private static void end(Observability observability, int count) {
    OpenTelemetry sdk = requireNonNull(observability.telemetry().openTelemetry());
    Tracer tracer = sdk.getTracer("dev.telltale");
    for (int i = 0; i < count; i++) {
      tracer.spanBuilder("chat m").startSpan().end();
    }
  }

  private static String scrape(Observability observability) {
    return new String(observability.scrape(null).body(), StandardCharsets.UTF_8);
  }

  /** Hangs in its first export until it is released. */
  private static final class Blocked implements SpanExporter {
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private volatile Thread thread;

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      thread = Thread.currentThread();
      entered.countDown();
      try {
        release.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return CompletableResultCode.ofAll(List.of());
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
