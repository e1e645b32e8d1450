package dev.telltale.observability;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.ChatClient;
import dev.telltale.HttpOptions;
import dev.telltale.RetryPolicy;
import dev.telltale.openai.OpenAi;
import dev.telltale.rig.ClientRig;
import dev.telltale.telemetry.TelemetryOptions;
import dev.telltale.testing.ScriptedServer;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
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
  void noFlagExportsOnTheThreadOfACall(@TempDir Path directory) {
    Exporting exporting = new Exporting();
    try (ScriptedServer server = ScriptedServer.start();
        Observability observability =
            Observability.builder()
                .otlp("http://127.0.0.1:9")
                .jsonLines(directory)
                .prometheus()
                .exporter(exporting.as(SpanExporter.class))
                .exporter(exporting.as(MetricExporter.class))
                .exporter(exporting.as(LogRecordExporter.class))
                .options(TelemetryOptions.builder().detailsEvent().build())
                .exportLimits(ExportLimits.builder().delay(Duration.ofMillis(1)).build())
                .closeTimeout(Duration.ofMillis(500))
                .build()) {
      try (ChatClient client = client(server, observability, RetryPolicy.none())) {
        client.chat("Name three rivers.");
        client.chatAsync("Name three rivers.").join();
      }

      assertThat(observability.telemetry().selfCheck().finding("spans")).isEqualTo("recorded");
      assertThat(observability.telemetry().selfCheck().finding("events")).isEqualTo("recorded");
    }
    assertThat(exporting.kinds).containsExactly("LogRecord", "Metric", "Span");
    assertThat(exporting.threads).doesNotContain(Thread.currentThread());
    assertThat(exporting.frames).noneMatch(frame -> frame.startsWith("dev.telltale.internal."));
    assertThat(exporting.underSpan).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"REFUSED", "TOO_MANY_REQUESTS", "UNAVAILABLE"})
  void failedExportIsNeitherTracedNorRetriedAsACall(FaultyBackend.Mode mode) throws Exception {
    InMemorySpanExporter exported = InMemorySpanExporter.create();
    Set<Integer> portsAsked = ConcurrentHashMap.newKeySet();
    OkHttpClient users =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  portsAsked.add(chain.request().url().port());
                  return chain.proceed(chain.request());
                })
            .build();
    try (FaultyBackend backend = FaultyBackend.in(mode);
        ScriptedServer server = ScriptedServer.start()) {
      try (Observability observability =
              Observability.builder()
                  .otlp(backend.url())
                  .exporter(exported)
                  .prometheus()
                  .exportLimits(ExportLimits.builder().delay(Duration.ofMillis(1)).build())
                  .closeTimeout(Duration.ofMillis(500))
                  .build();
          ChatClient client = client(server, observability, RetryPolicy.defaults(), users)) {
        for (int i = 0; i < 20; i++) {
          assertThat(client.chat("Name three rivers.").report().attempts()).hasSize(1);
        }
        assertThat(portsAsked).containsExactly(URI.create(server.baseUrl()).getPort());
        OpenTelemetrySdk sdk =
            (OpenTelemetrySdk) requireNonNull(observability.telemetry().openTelemetry());
        sdk.getSdkTracerProvider().forceFlush().join(1, TimeUnit.SECONDS);
        assertThat(exported.getFinishedSpanItems())
            .hasSize(20)
            .allMatch(span -> span.getName().equals("chat m") && span.getEvents().isEmpty());
        assertThat(scrape(observability)).doesNotContain("llm_client_retries");
      }
      assertThat(server.requests()).hasSize(20);
    } finally {
      users.connectionPool().evictAll();
    }
  }

  private static ChatClient client(
      ScriptedServer server, Observability observability, RetryPolicy retry) {
    return client(server, observability, retry, new OkHttpClient());
  }

  private static ChatClient client(
      ScriptedServer server, Observability observability, RetryPolicy retry, OkHttpClient http) {
    return ChatClient.builder(
            OpenAi.builder().apiKey(ClientRig.KEY).baseUrl(server.baseUrl()).model("m").build())
        .telemetry(observability.telemetry())
        .retry(retry)
        .http(HttpOptions.builder().client(http).build())
        .build();
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
              ChatClient.builder(
                      OpenAi.builder()
                          .apiKey(ClientRig.KEY)
                          .baseUrl(server.baseUrl())
                          .model("m")
                          .build())
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

  /** Exporters that take note of who exports, and from where. */
  private static final class Exporting {
    private final Set<String> kinds = new ConcurrentSkipListSet<>();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final Set<String> frames = ConcurrentHashMap.newKeySet();
    private volatile boolean underSpan;

    <T> T as(Class<T> type) {
      Object exporter =
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (self, method, arguments) -> answer(type, self, method, arguments));
      return type.cast(exporter);
    }

    private Object answer(Class<?> type, Object self, Method method, Object[] arguments)
        throws Throwable {
      if (method.getName().equals("export")) {
        kinds.add(type.getSimpleName().replace("Exporter", ""));
        threads.add(Thread.currentThread());
        for (StackTraceElement frame : Thread.currentThread().getStackTrace()) {
          frames.add(frame.getClassName());
        }
        underSpan |= io.opentelemetry.api.trace.Span.current().getSpanContext().isValid();
      }
      if (method.getReturnType() == CompletableResultCode.class) {
        return CompletableResultCode.ofSuccess();
      } else if (method.getReturnType() == AggregationTemporality.class) {
        return AggregationTemporality.CUMULATIVE;
      } else if (method.isDefault()) {
        return InvocationHandler.invokeDefault(self, method, arguments);
      }
      return type.getSimpleName();
    }
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
