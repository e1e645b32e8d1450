package dev.telltale.observability.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.squareup.moshi.JsonReader;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentSelector;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.View;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class JsonLinesExporterTest {
  @TempDir Path parent;

  @Test
  void spanIsOneLineOfOtlp() throws IOException {
    Path directory = parent.resolve("new/folder");
    try (SdkTracerProvider sdk = tracing(JsonLinesExporter.in(directory))) {
      Tracer tracer = sdk.get("dev.telltale");
      Span outer = tracer.spanBuilder("outer").startSpan();
      tracer
          .spanBuilder("chat \"m\"\n")
          .setParent(Context.root().with(outer))
          .setSpanKind(SpanKind.CLIENT)
          .setAttribute("tokens", 1L << 60)
          .setAttribute("cost", Double.NaN)
          .setAttribute("ok", true)
          .setAttribute(AttributeKey.stringArrayKey("reasons"), List.of("stop", "length"))
          .startSpan()
          .addEvent("llm.retry", Attributes.of(AttributeKey.longKey("attempt"), 2L))
          .setStatus(StatusCode.ERROR, "No.")
          .end();
      outer.end();
    }

    List<Map<String, Object>> lines = lines(directory.resolve("spans.jsonl"));
    Map<String, Object> group = only(lines.get(0), "resourceSpans");
    Map<String, Object> span = only(only(group, "scopeSpans"), "spans");
    assertThat(span)
        .containsEntry("name", "chat \"m\"\n")
        .containsEntry("kind", 3.0)
        .containsEntry("status", Map.of("code", 2.0, "message", "No."));
    assertThat((String) span.get("parentSpanId")).matches("[0-9a-f]{16}");
    assertThat((String) span.get("startTimeUnixNano")).matches("[0-9]{19}");
    assertThat(span.get("attributes").toString())
        .contains("{key=tokens, value={intValue=" + (1L << 60) + "}}")
        .contains("{key=cost, value={doubleValue=NaN}}")
        .contains("{key=ok, value={boolValue=true}}")
        .contains("arrayValue={values=[{stringValue=stop}, {stringValue=length}]}");
    assertThat(span.get("events").toString()).contains("llm.retry", "{intValue=2}");
    assertThat(lines).hasSize(2);
  }

  @Test
  void metricsOfEveryKindAreWritten() throws IOException {
    JsonLinesExporter files = JsonLinesExporter.in(parent);
    try (SdkMeterProvider sdk =
        SdkMeterProvider.builder()
            .registerMetricReader(PeriodicMetricReader.create(files.metrics()))
            .registerView(
                InstrumentSelector.builder().setName("exponential").build(),
                View.builder()
                    .setAggregation(Aggregation.base2ExponentialBucketHistogram())
                    .build())
            .build()) {
      Meter meter = sdk.get("dev.telltale");
      meter.counterBuilder("longs").build().add(3);
      meter.counterBuilder("doubles").ofDoubles().build().add(0.25);
      meter.gaugeBuilder("gauge").build().set(1.5);
      meter.histogramBuilder("explicit").build().record(7);
      meter.histogramBuilder("exponential").build().record(7);
    }

    String all = Files.readString(parent.resolve("metrics.jsonl"));
    assertThat(lines(parent.resolve("metrics.jsonl"))).hasSize(5);
    assertThat(all)
        .contains("\"asInt\":\"3\"")
        .contains("\"asDouble\":0.25")
        .contains("\"asDouble\":1.5")
        .contains("\"explicitBounds\":[0.0,5.0")
        .contains("\"exponentialHistogram\":")
        .contains("\"positive\":{\"offset\":");
  }

  @Test
  void logIsOneLineWithItsStructuredBody() throws IOException {
    JsonLinesExporter files = JsonLinesExporter.in(parent);
    try (SdkLoggerProvider sdk =
        SdkLoggerProvider.builder()
            .addLogRecordProcessor(SimpleLogRecordProcessor.create(files.logs()))
            .build()) {
      sdk.get("dev.telltale")
          .logRecordBuilder()
          .setEventName("gen_ai.event")
          .setBody(Value.of(Map.of("parts", Value.of(Value.of("a"), Value.of(2L)))))
          .setAttribute(AttributeKey.valueKey("bytes"), Value.of(new byte[] {1, 2, 3}))
          .emit();
    }

    Map<String, Object> log =
        only(
            only(only(lines(parent.resolve("logs.jsonl")).get(0), "resourceLogs"), "scopeLogs"),
            "logRecords");
    assertThat(log).containsEntry("eventName", "gen_ai.event");
    assertThat(log.get("body").toString())
        .isEqualTo(
            "{kvlistValue={values=[{key=parts, value={arrayValue={values=[{stringValue=a},"
                + " {intValue=2}]}}}]}}");
    assertThat(log.get("attributes").toString()).contains("bytesValue=AQID");
  }

  @Test
  void onlyTheOwnerMayReadThem() throws IOException {
    Path directory = parent.resolve("private");

    try (SdkTracerProvider sdk = tracing(JsonLinesExporter.in(directory))) {
      span(sdk);
    }

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("spans.jsonl"))))
        .isEqualTo("rw-------");
  }

  @Test
  void fileThatOthersMayReadIsTakenFromThem() throws IOException {
    Path file = Files.createFile(parent.resolve("spans.jsonl"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));

    try (SdkTracerProvider sdk = tracing(JsonLinesExporter.in(parent))) {
      span(sdk);
    }

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(lines(file)).hasSize(1);
  }

  @Test
  void fullFileIsPutAside() throws IOException {
    JsonLinesExporter files =
        JsonLinesExporter.builder(parent).maxFileBytes(1_000).keptFiles(2).build();

    try (SdkTracerProvider sdk = tracing(files)) {
      for (int i = 0; i < 20; i++) {
        span(sdk);
      }
    }

    try (Stream<Path> written = Files.list(parent)) {
      assertThat(written.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("spans.jsonl", "spans.1.jsonl", "spans.2.jsonl");
    }
    assertThat(parent.resolve("spans.1.jsonl")).satisfies(JsonLinesExporterTest::isWhole);
    assertThat(Files.size(parent.resolve("spans.2.jsonl"))).isBetween(500L, 1_000L);
  }

  @Test
  void laterRunAppends() throws IOException {
    for (int run = 0; run < 2; run++) {
      try (SdkTracerProvider sdk = tracing(JsonLinesExporter.in(parent))) {
        span(sdk);
      }
    }

    assertThat(lines(parent.resolve("spans.jsonl"))).hasSize(2);
  }

  @Test
  void directoryThatCannotBeWrittenIsAFailedExport() throws IOException {
    Path file = Files.createFile(parent.resolve("file"));
    SpanExporter spans = JsonLinesExporter.in(file).spans();
    List<SpanData> one = List.of(recorded());

    CompletableResultCode result = spans.export(one);

    assertThat(result.join(1, TimeUnit.SECONDS).isSuccess()).isFalse();
  }

  @Test
  void uselessSettingsAreRefused() {
    JsonLinesExporter.Builder builder = JsonLinesExporter.builder(parent);

    assertThatThrownBy(() -> builder.maxFileBytes(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.keptFiles(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  private static SpanData recorded() {
    InMemorySpanExporter memory = InMemorySpanExporter.create();
    SdkTracerProvider sdk =
        SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(memory)).build();
    span(sdk);
    return memory.getFinishedSpanItems().get(0);
  }

  private static SdkTracerProvider tracing(JsonLinesExporter files) {
    return SdkTracerProvider.builder()
        .addSpanProcessor(SimpleSpanProcessor.create(files.spans()))
        .build();
  }

  private static void span(SdkTracerProvider sdk) {
    sdk.get("dev.telltale").spanBuilder("chat m").startSpan().end();
  }

  private static void isWhole(Path file) throws IOException {
    assertThat(Files.readString(file)).startsWith("{").endsWith("}\n");
  }

  private static List<Map<String, Object>> lines(Path file) throws IOException {
    return Files.readAllLines(file, UTF_8).stream().map(JsonLinesExporterTest::json).toList();
  }

  private static Map<String, Object> json(String line) {
    try (JsonReader reader = JsonReader.of(new Buffer().writeUtf8(line))) {
      return object(reader.readJsonValue());
    } catch (IOException e) {
      throw new AssertionError("no JSON: " + line, e);
    }
  }

  private static Map<String, Object> only(Map<String, Object> parent, String list) {
    List<?> elements = (List<?>) parent.get(list);
    assertThat(elements).as(list).hasSize(1);
    return object(elements.get(0));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Object json) {
    return (Map<String, Object>) json;
  }
}
