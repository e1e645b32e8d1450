package dev.telltale.testing;

import dev.telltale.Telemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An OpenTelemetry SDK that keeps what is reported to it, for {@link TelemetryAssert}.
 *
 * <pre>{@code
 * try (TelemetryRecorder otel = TelemetryRecorder.create();
 *     ChatClient client = ChatClient.builder(model).telemetry(otel.telemetry()).build()) {
 *   client.chat("Hello?");
 *   assertThatTelemetry(otel).hasOneCall().withModel("fake-1").endedOnce();
 * }
 * }</pre>
 *
 * <p>Needs {@code opentelemetry-sdk-testing} on the class path. Thread-safe. Whoever creates it
 * closes it.
 */
public final class TelemetryRecorder implements AutoCloseable {
  private final AtomicInteger started = new AtomicInteger();
  private final Map<String, String> open = new ConcurrentHashMap<>();
  private final List<SpanData> spans = new CopyOnWriteArrayList<>();
  private final InMemoryMetricReader reader = InMemoryMetricReader.create();
  private final OpenTelemetrySdk sdk =
      OpenTelemetrySdk.builder()
          .setTracerProvider(SdkTracerProvider.builder().addSpanProcessor(new Ledger()).build())
          .setMeterProvider(SdkMeterProvider.builder().registerMetricReader(reader).build())
          .build();

  private TelemetryRecorder() {}

  /** Starts a recorder. It is not registered as the global one. */
  public static TelemetryRecorder create() {
    return new TelemetryRecorder();
  }

  /** The telemetry of a client that reports here. */
  public Telemetry telemetry() {
    return Telemetry.of(sdk);
  }

  /** Where to report to. */
  public OpenTelemetry openTelemetry() {
    return sdk;
  }

  /** How many spans have started. */
  public int started() {
    return started.get();
  }

  /** The spans that have ended, in that order; unmodifiable. */
  public List<SpanData> spans() {
    return List.copyOf(spans);
  }

  /** The names of the spans that have started and not ended, sorted. */
  List<String> open() {
    return open.values().stream().sorted().toList();
  }

  /** The metrics as they stand. */
  public Collection<MetricData> metrics() {
    return reader.collectAllMetrics();
  }

  @Override
  public void close() {
    sdk.close();
  }

  private final class Ledger implements SpanProcessor {
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
      open.put(span.getSpanContext().getSpanId(), span.getName());
      started.incrementAndGet();
    }

    @Override
    public boolean isStartRequired() {
      return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      spans.add(span.toSpanData());
      open.remove(span.getSpanContext().getSpanId());
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }
}
