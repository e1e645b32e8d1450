package dev.telltale.observability;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.testing.exporter.InMemoryLogRecordExporter;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricExporter;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the flags do, and which of them the environment replaces, by what a receiver of OTLP got.
 */
@Timeout(20)
class FlagsTest {
  private final OtlpReceiver receiver = OtlpReceiver.start();

  @AfterEach
  void stop() {
    receiver.close();
  }

  @Test
  void otlpSendsSpansMetricsAndLogs() {
    run(builder().otlp(receiver.baseUrl()), Map.of());

    assertThat(receiver.spans).extracting(Span::getName).containsExactly("chat m");
    assertThat(receiver.metrics).extracting(Metric::getName).contains("rivers.named");
    assertThat(receiver.logs)
        .extracting(log -> log.getBody().getStringValue())
        .containsExactly("a river was named");
  }

  @Test
  void headersAreSentAsGiven() {
    run(
        builder().otlp(receiver.baseUrl()).otlpHeader("x-key", "a b=c,d%25"),
        Map.of("otel.exporter.otlp.headers", "x-other=1"));

    assertThat(receiver.header("X-key")).isEqualTo("a b=c,d%25");
    assertThat(receiver.header("X-other")).isEqualTo("1");
  }

  @Test
  void gzipCompressesWhatIsSent() {
    run(builder().otlp(receiver.baseUrl()).otlpGzip(), Map.of());

    assertThat(receiver.header("Content-encoding")).isEqualTo("gzip");
    assertThat(receiver.spans).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("precedence")
  void environmentReplacesWhatIsSetInCode(
      UnaryOperator<Observability.Builder> code, Map<String, String> environment, Facts expected) {
    run(code.apply(builder().otlp(receiver.baseUrl())), environment);

    assertThat(facts()).isEqualTo(expected);
  }

  static Stream<Arguments> precedence() {
    Facts all = new Facts("by-code", "by-code", "by-code", 1);
    UnaryOperator<Observability.Builder> code =
        builder ->
            builder
                .serviceName("by-code")
                .resourceAttribute("team", "by-code")
                .otlpHeader("x-key", "by-code")
                .sampler(Sampler.alwaysOn());
    return Stream.of(
        argumentSet("nothing set", code, Map.of(), all),
        argumentSet(
            "OTEL_SERVICE_NAME",
            code,
            Map.of("otel.service.name", "by-env"),
            new Facts("by-env", "by-code", "by-code", 1)),
        argumentSet(
            "OTEL_RESOURCE_ATTRIBUTES",
            code,
            Map.of("otel.resource.attributes", "team=by-env"),
            new Facts("by-code", "by-env", "by-code", 1)),
        argumentSet(
            "OTEL_EXPORTER_OTLP_HEADERS",
            code,
            Map.of("otel.exporter.otlp.headers", "X-Key=by-env"),
            new Facts("by-code", "by-code", "by-env", 1)),
        argumentSet(
            "OTEL_TRACES_SAMPLER",
            code,
            Map.of("otel.traces.sampler", "always_off"),
            new Facts("by-code", "by-code", "by-code", 0)),
        argumentSet("OTEL_TRACES_EXPORTER", code, Map.of("otel.traces.exporter", "none"), all),
        argumentSet("OTEL_METRICS_EXPORTER", code, Map.of("otel.metrics.exporter", "nosuch"), all));
  }

  @Test
  void samplerDecidesWhichCallsAreTraced() {
    run(builder().otlp(receiver.baseUrl()).sampler(Sampler.alwaysOff()), Map.of());

    assertThat(receiver.spans).isEmpty();
    assertThat(receiver.metrics).isNotEmpty();
  }

  @Test
  void metricIntervalIsKept() throws InterruptedException {
    try (Observability observability =
        builder().otlp(receiver.baseUrl()).metricInterval(Duration.ofMillis(20)).build()) {
      report(observability);

      while (receiver.metrics.isEmpty()) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void environmentReplacesTheMetricInterval() {
    Map<String, String> environment = Map.of("otel.metric.export.interval", "3600000");
    try (Observability observability =
        builder()
            .otlp(receiver.baseUrl())
            .metricInterval(Duration.ofMillis(1))
            .environment(environment)
            .build()) {
      report(observability);
    }

    // One at close.
    assertThat(receiver.metrics.stream().filter(m -> m.getName().equals("rivers.named")))
        .hasSize(1);
  }

  @Test
  void severalExportersGetTheSame(@TempDir Path directory) throws Exception {
    InMemorySpanExporter spans = InMemorySpanExporter.create();
    InMemoryMetricExporter metrics = InMemoryMetricExporter.create();
    InMemoryLogRecordExporter logs = InMemoryLogRecordExporter.create();
    ExportLimits soon = ExportLimits.builder().delay(Duration.ofMillis(10)).build();
    Observability.Builder flags =
        builder()
            .otlp(receiver.baseUrl())
            .jsonLines(directory)
            .exporter(spans)
            .exporter(metrics)
            .exporter(logs)
            .exportLimits(soon)
            .metricInterval(Duration.ofMillis(10));
    try (Observability observability = flags.build()) {
      report(observability);

      while (spans.getFinishedSpanItems().isEmpty()
          || logs.getFinishedLogRecordItems().isEmpty()
          || metrics.getFinishedMetricItems().isEmpty()) {
        Thread.onSpinWait();
      }
    }

    assertThat(receiver.spans).hasSize(1);
    assertThat(receiver.logs).hasSize(1);
    assertThat(Files.readAllLines(directory.resolve("spans.jsonl"))).hasSize(1);
    assertThat(Files.readAllLines(directory.resolve("logs.jsonl"))).hasSize(1);
    assertThat(directory.resolve("metrics.jsonl")).isNotEmptyFile();
  }

  @Test
  void exporterThatFailsDoesNotKeepOthersFromTheirs() {
    Observability.Builder flags =
        builder()
            .otlp(receiver.baseUrl())
            .exporter(ThrowingSpans.now())
            .exporter(ThrowingSpans.later());

    Observability observability = run(flags, Map.of());

    assertThat(receiver.spans).hasSize(1);
    assertThat(observability.exports())
        .filteredOn(status -> status.exporter().equals("exporter"))
        .extracting(ExportStatus::dropped)
        .containsExactly(Map.of("export_failed", 1L), Map.of("export_failed", 1L));
  }

  @Test
  void exporterThatDoesNotFitIsAskedAgain() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch askedAgain = new CountDownLatch(1);
    SpanExporter exporter =
        new Spans(
            () -> {
              if (asked.getCount() > 0) {
                asked.countDown();
                throw new NoClassDefFoundError("missing");
              }
              askedAgain.countDown();
            });
    ExportLimits limits = ExportLimits.builder().delay(Duration.ofMillis(1)).build();

    try (Observability observability = builder().exporter(exporter).exportLimits(limits).build()) {
      report(observability);
      asked.await();
      report(observability);

      assertThat(askedAgain.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void limitsBeyondReasonAreRefused() {
    ExportLimits.Builder limits = ExportLimits.builder();

    assertThatThrownBy(() -> limits.queueSize(Integer.MAX_VALUE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> limits.delay(Duration.ofSeconds(Long.MAX_VALUE)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> limits.timeout(Duration.ofDays(200_000)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void headersWithoutOtlpAreRefused() {
    assertThatThrownBy(() -> builder().otlpHeader("x-key", "s3cret").build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("need otlp()");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\nb", "a:b", "ü", "a=b", "a,b"})
  void nameThatIsNoneIsRefused(String name) {
    assertThatThrownBy(() -> builder().otlpHeader(name, "s3cret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("s3cret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s3cret\r\nx: y", "s3cret\u0000", "s3crét"})
  void valueThatIsNoneIsRefusedWithoutEcho(String value) {
    assertThatThrownBy(() -> builder().otlpHeader("x-key", value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("s3cr");
  }

  @Test
  void serviceNameIsNotAResourceAttribute() {
    assertThatThrownBy(() -> builder().resourceAttribute("service.name", "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("serviceName(..)");
  }

  private record Spans(Runnable work) implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      work.run();
      return CompletableResultCode.ofSuccess();
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

  record Facts(String serviceName, String team, String key, int spans) {}

  private Facts facts() {
    Map<String, String> resource = receiver.resources.get(0);
    return new Facts(
        requireNonNull(resource.get("service.name")),
        requireNonNull(resource.get("team")),
        receiver.header("X-key"),
        receiver.spans.size());
  }

  private static Observability.Builder builder() {
    return Observability.builder();
  }

  private static Observability run(Observability.Builder flags, Map<String, String> environment) {
    Observability observability = flags.environment(environment).build();
    report(observability);
    observability.close();
    return observability;
  }

  private static void report(Observability observability) {
    OpenTelemetry sdk = requireNonNull(observability.telemetry().openTelemetry());
    sdk.getTracer("test").spanBuilder("chat m").startSpan().end();
    sdk.getMeter("test").counterBuilder("rivers.named").build().add(3);
    sdk.getLogsBridge().get("test").logRecordBuilder().setBody("a river was named").emit();
  }
}
