package dev.telltale.comparison.peer.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/** An OpenTelemetry SDK that keeps the spans of inferences and counts their durations. */
public final class Recorder {
  private static final String DURATION = "gen_ai.client.operation.duration";
  private static final AttributeKey<String> OPERATION =
      AttributeKey.stringKey("gen_ai.operation.name");
  private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
  private static final AttributeKey<Long> INPUT = AttributeKey.longKey("gen_ai.usage.input_tokens");
  private static final AttributeKey<Long> OUTPUT =
      AttributeKey.longKey("gen_ai.usage.output_tokens");
  private static final AttributeKey<String> INPUT_TEXT =
      AttributeKey.stringKey("gen_ai.usage.input_tokens");

  private final List<ReadableSpan> started = new CopyOnWriteArrayList<>();
  private final InMemoryMetricReader metrics = InMemoryMetricReader.create();
  private final OpenTelemetrySdk sdk;
  private volatile LongSupplier moreDurations = () -> 0;

  /** One whose exporter of spans throws, or does not. */
  public Recorder(Export export) {
    SdkTracerProviderBuilder tracing = SdkTracerProvider.builder().addSpanProcessor(new Ledger());
    if (export == Export.THROWING) {
      tracing.addSpanProcessor(SimpleSpanProcessor.create(new ThrowingExporter()));
    }
    this.sdk =
        OpenTelemetrySdk.builder()
            .setTracerProvider(tracing.build())
            .setMeterProvider(SdkMeterProvider.builder().registerMetricReader(metrics).build())
            .build();
  }

  /** Where to report to. */
  public OpenTelemetry openTelemetry() {
    return sdk;
  }

  /** Counts durations that are recorded elsewhere too. */
  public void alsoCount(LongSupplier durations) {
    this.moreDurations = durations;
  }

  /** Whether every span that was started has ended. */
  boolean settled() {
    return started.stream().allMatch(ReadableSpan::hasEnded);
  }

  /** The number of inference spans that have ended. */
  long ended() {
    return ended(started);
  }

  /** The number of spans without an end, which may not say yet that they are of inferences. */
  long open() {
    return started.stream().filter(span -> !span.hasEnded()).count();
  }

  /** The number of durations recorded. */
  long durations() {
    long count = moreDurations.getAsLong();
    for (MetricData metric : metrics.collectAllMetrics()) {
      if (metric.getName().equals(DURATION)) {
        for (HistogramPointData point : metric.getHistogramData().getPoints()) {
          count += point.getCount();
        }
      }
    }
    return count;
  }

  /** Status, error type and tokens of the last inference span, parted by commas. */
  String lastSpan() {
    String last = "";
    for (ReadableSpan span : started) {
      SpanData data = span.toSpanData();
      if (span.hasEnded() && isInference(data)) {
        boolean tokens =
            (data.getAttributes().get(INPUT) != null && data.getAttributes().get(OUTPUT) != null)
                || data.getAttributes().get(INPUT_TEXT) != null;
        String type = data.getAttributes().get(ERROR_TYPE);
        last = data.getStatus().getStatusCode() + "," + (type == null ? "" : type) + "," + tokens;
      }
    }
    return last;
  }

  private static long ended(List<ReadableSpan> spans) {
    return spans.stream().filter(span -> span.hasEnded() && isInference(span.toSpanData())).count();
  }

  private static boolean isInference(SpanData span) {
    return span.getAttributes().get(OPERATION) != null;
  }

  /** What becomes of spans. */
  public enum Export {
    /** They are kept. */
    KEEPING,
    /** They are kept, and then an exporter throws. */
    THROWING
  }

  private final class Ledger implements SpanProcessor {
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
      started.add(span);
    }

    @Override
    public boolean isStartRequired() {
      return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
      return false;
    }
  }

  private static final class ThrowingExporter implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      throw new IllegalStateException("The exporter is broken.");
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
