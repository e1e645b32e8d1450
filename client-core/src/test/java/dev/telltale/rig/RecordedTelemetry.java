package dev.telltale.rig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.Telemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.testing.exporter.InMemoryLogRecordExporter;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An OpenTelemetry SDK that keeps what calls report to it. Whoever creates it closes it. */
public final class RecordedTelemetry implements AutoCloseable {
  private static final int MAX_SCANNED = 1_000;

  private final AtomicInteger started = new AtomicInteger();
  private final List<SpanData> spans = new CopyOnWriteArrayList<>();
  private final InMemoryMetricReader reader = InMemoryMetricReader.create();
  private final InMemoryLogRecordExporter logs = InMemoryLogRecordExporter.create();
  private final OpenTelemetrySdk sdk;

  private RecordedTelemetry(Sampler sampler, SpanProcessor processor, SpanLimits limits) {
    this.sdk =
        OpenTelemetrySdk.builder()
            .setTracerProvider(
                SdkTracerProvider.builder()
                    .setSampler(sampler)
                    .setSpanLimits(limits)
                    .addSpanProcessor(new Ledger())
                    .addSpanProcessor(processor)
                    .build())
            .setMeterProvider(SdkMeterProvider.builder().registerMetricReader(reader).build())
            .setLoggerProvider(
                SdkLoggerProvider.builder()
                    .addLogRecordProcessor(SimpleLogRecordProcessor.create(logs))
                    .build())
            .build();
  }

  /** One that keeps every span. */
  public static RecordedTelemetry create() {
    return with(Sampler.alwaysOn());
  }

  /** One that keeps the spans the sampler takes. */
  public static RecordedTelemetry with(Sampler sampler) {
    return new RecordedTelemetry(sampler, SpanProcessor.composite(), SpanLimits.getDefault());
  }

  /** One whose spans pass through this processor too. */
  public static RecordedTelemetry with(SpanProcessor processor) {
    return new RecordedTelemetry(Sampler.alwaysOn(), processor, SpanLimits.getDefault());
  }

  /** One whose spans are limited so. */
  public static RecordedTelemetry with(SpanLimits limits) {
    return new RecordedTelemetry(Sampler.alwaysOn(), SpanProcessor.composite(), limits);
  }

  /** Where to report to. */
  public OpenTelemetry openTelemetry() {
    return sdk;
  }

  /** The telemetry of a client that reports here. */
  public Telemetry telemetry() {
    return Telemetry.of(sdk);
  }

  /** The number of spans started. */
  public int started() {
    return started.get();
  }

  /** The spans that have ended, in that order. */
  public List<SpanData> spans() {
    return List.copyOf(spans);
  }

  /** The one span, which has ended. */
  public SpanData span() {
    assertThat(started).hasValue(1);
    assertThat(spans).hasSize(1);
    return spans.get(0);
  }

  /** The events that were emitted, in that order. */
  public List<LogRecordData> events() {
    return logs.getFinishedLogRecordItems();
  }

  /** The events of this name. */
  public List<LogRecordData> events(String name) {
    return events().stream().filter(event -> name.equals(event.getEventName())).toList();
  }

  /** The sum of a counter over all its points; 0 if it was not recorded. */
  public double sum(String name) {
    double sum = 0;
    for (MetricData metric : metrics()) {
      if (metric.getName().equals(name)) {
        for (PointData point : metric.getData().getPoints()) {
          sum +=
              point instanceof LongPointData whole
                  ? whole.getValue()
                  : ((DoublePointData) point).getValue();
        }
      }
    }
    return sum;
  }

  /** All metrics with at least one point, as they stand. */
  public Collection<MetricData> metrics() {
    return reader.collectAllMetrics();
  }

  /** The points of a histogram; empty if it was not recorded. */
  public List<HistogramPointData> histogram(String name) {
    List<HistogramPointData> points = new ArrayList<>();
    for (MetricData metric : metrics()) {
      if (metric.getName().equals(name)) {
        points.addAll(metric.getHistogramData().getPoints());
      }
    }
    return points;
  }

  /** Fails if the planted key was recorded. */
  @Override
  public void close() {
    String events =
        logs.getFinishedLogRecordItems().stream().limit(MAX_SCANNED).toList().toString();
    String metrics = metrics().toString();
    sdk.close();
    Canaries.assertKeyAbsent("the spans", spans.stream().limit(MAX_SCANNED).toList().toString());
    Canaries.assertKeyAbsent("the events", events);
    Canaries.assertKeyAbsent("the metrics", metrics);
  }

  private final class Ledger implements SpanProcessor {
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
      started.incrementAndGet();
    }

    @Override
    public boolean isStartRequired() {
      return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      spans.add(span.toSpanData());
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }
}
