package dev.telltale.observability;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.Cost;
import dev.telltale.observability.cost.PriceBook;
import dev.telltale.telemetry.CostModel;
import dev.telltale.telemetry.GenAi;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class ObservabilityTest {
  @RegisterExtension static final OpenTelemetryExtension EXISTING = OpenTelemetryExtension.create();

  @StartStop public final MockWebServer backend = new MockWebServer();

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void otlpSendsSpansAndMetricsWithTheServiceName() throws Exception {
    answerTwice();

    try (Observability observability =
        Observability.builder().serviceName("shop-7").otlp(baseUrl()).build()) {
      call(observability);
      count(observability);
    }

    Map<String, RecordedRequest> requests = twoRequests();
    assertThat(requests).containsOnlyKeys("/v1/traces", "/v1/metrics");
    for (RecordedRequest request : requests.values()) {
      assertThat(request.getMethod()).isEqualTo("POST");
      assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/x-protobuf");
      assertThat(body(request)).contains("service.name").contains("shop-7");
    }
    assertThat(body(requests.get("/v1/traces"))).contains("chat gpt-4o-mini");
    assertThat(body(requests.get("/v1/metrics"))).contains("rivers.named");
  }

  @Test
  void environmentDecidesServiceNameAndEndpoint() throws Exception {
    answerTwice();
    Map<String, String> environment =
        Map.of("otel.service.name", "by-env", "otel.exporter.otlp.endpoint", baseUrl());

    try (Observability observability =
        Observability.builder()
            .serviceName("by-code")
            .otlp("http://127.0.0.1:1")
            .environment(environment)
            .build()) {
      call(observability);
    }

    assertThat(body(backend.takeRequest())).contains("by-env").doesNotContain("by-code");
  }

  @Test
  void resourceAttributesOfEnvironmentNameTheService() throws Exception {
    answerTwice();
    Map<String, String> environment = Map.of("otel.resource.attributes", "service.name=by-env");

    try (Observability observability =
        Observability.builder()
            .serviceName("by-code")
            .otlp(baseUrl())
            .environment(environment)
            .build()) {
      call(observability);
    }

    assertThat(body(backend.takeRequest())).contains("by-env").doesNotContain("by-code");
  }

  @Test
  void flagDecidesThatOtlpRunsWhateverTheEnvironmentSays() throws Exception {
    answerTwice();

    try (Observability observability =
        Observability.builder()
            .otlp(baseUrl())
            .environment(Map.of("otel.traces.exporter", "none"))
            .build()) {
      call(observability);
      count(observability);
    }

    assertThat(twoRequests()).containsKey("/v1/traces");
  }

  @Test
  void withoutFlagNothingIsExported() {
    Map<String, String> environment =
        Map.of("otel.traces.exporter", "otlp", "otel.exporter.otlp.endpoint", baseUrl());

    try (Observability observability = Observability.builder().environment(environment).build()) {
      call(observability);
    }

    assertThat(backend.getRequestCount()).isZero();
  }

  @Test
  void consolePrintsCallsAndThenMetrics() {
    PrintStream out = new PrintStream(printed, true, Charset.defaultCharset());

    try (Observability observability = Observability.builder().console(out).build()) {
      call(observability);
    }

    assertThat(printed.toString(Charset.defaultCharset())).startsWith("chat gpt-4o-mini");
  }

  @Test
  void disabledSdkReportsNothing() {
    PrintStream out = new PrintStream(printed, true, Charset.defaultCharset());

    try (Observability observability =
        Observability.builder()
            .console(out)
            .environment(Map.of("otel.sdk.disabled", "true"))
            .build()) {
      call(observability);
    }

    assertThat(printed.size()).isZero();
  }

  @Test
  void isNotTheGlobalOpenTelemetry() {
    OpenTelemetry before = GlobalOpenTelemetry.getOrNoop();

    Observability.builder().build().close();

    assertThat(GlobalOpenTelemetry.getOrNoop()).isSameAs(before);
  }

  @Test
  void closeGivesUpOnBackendThatHangs() {
    backend.enqueue(
        new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
    Observability observability =
        Observability.builder().otlp(baseUrl()).closeTimeout(Duration.ofMillis(300)).build();
    call(observability);
    count(observability);

    long start = System.nanoTime();
    observability.close();
    observability.close();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void interruptedCloseReturnsAndKeepsTheInterrupt() {
    backend.enqueue(
        new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
    Observability observability = Observability.builder().otlp(baseUrl()).build();
    call(observability);

    Thread.currentThread().interrupt();
    observability.close();

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void existingOpenTelemetryIsUsedAndNeverClosed() {
    OpenTelemetry existing = EXISTING.getOpenTelemetry();
    Observability observability = Observability.builder().openTelemetry(existing).build();

    observability.close();
    call(observability);

    assertThat(observability.telemetry().openTelemetry()).isSameAs(existing);
    assertThat(EXISTING.getSpans()).hasSize(1);
  }

  @Test
  void exporterFlagWithExistingOpenTelemetryIsRefused() {
    assertThatThrownBy(() -> withExisting().otlp().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("otlp(..) has no effect on the OpenTelemetry given");
    assertThatThrownBy(() -> withExisting().console().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("console(..) has no effect");
    assertThatThrownBy(() -> withExisting().serviceName("shop").build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("serviceName(..) has no effect");
  }

  @Test
  void callsArePricedByTheBundledPricesUnlessToldOtherwise() {
    CostModel own = call -> Cost.notComputed();

    assertThat(costModel(Observability.builder())).isInstanceOf(PriceBook.class);
    assertThat(costModel(Observability.builder().costModel(own))).isSameAs(own);
    assertThat(costModel(Observability.builder().noCost())).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://me:s3cret@host:4318",
        "http://s3cret@host",
        "http://s3cret:pw@ho st/v1",
        "host:4318/s3cret",
        "ftp://host/s3cret",
        "http:///s3cret",
        "http://host/?key=s3cret",
        "http://host:0/s3cret",
        "http://host:70000/s3cret",
        "http://host/#s3cret",
        "http://host/s3cret/v1/traces",
        "http://ho st/s3cret"
      })
  void endpointThatIsNoBaseUrlIsRefusedWithoutEcho(String endpoint) {
    Observability.Builder builder = Observability.builder();

    assertThatThrownBy(() -> builder.otlp(endpoint))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The OTLP endpoint")
        .hasMessageNotContaining("s3cret")
        .hasNoCause();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".traces", ".metrics", ".logs"})
  void credentialsInTheEnvironmentsEndpointAreRefused(String signal) {
    Map<String, String> environment =
        Map.of("otel.exporter.otlp" + signal + ".endpoint", "http://me:s3cret@host/v1");
    Observability.Builder builder = Observability.builder().otlp().environment(environment);

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must not hold credentials")
        .hasMessageNotContaining("s3cret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://host/?key=s3cret", "http://ho st/s3cret", "host:1/s3cret"})
  void environmentsEndpointIsRefusedWithoutEcho(String endpoint) {
    Map<String, String> environment = Map.of("otel.exporter.otlp.traces.endpoint", endpoint);
    Observability.Builder builder = Observability.builder().otlp().environment(environment);

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The OTLP endpoint")
        .hasMessageNotContaining("s3cret")
        .hasNoCause();
  }

  /** The HTTP client would say the value in the log, for each batch. */
  @ParameterizedTest
  @ValueSource(strings = {"s3cret%0Aabc", "s3cret%zz", "s3cret\u00e9", "s3cret%C3%A9"})
  void environmentsHeaderThatCannotBeSentIsRefused(String value) {
    Map<String, String> environment =
        Map.of("otel.exporter.otlp.logs.headers", "a=b%20c,api-key=" + value);
    Observability.Builder builder = Observability.builder().otlp().environment(environment);

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("api-key in OTEL_EXPORTER_OTLP_LOGS_HEADERS")
        .hasMessageNotContaining("s3cret")
        .hasNoCause();
  }

  @Test
  void environmentThatIsRefusedSaysWhy() {
    Map<String, String> environment = Map.of("otel.metric.export.interval", "0");
    Observability.Builder builder = Observability.builder().otlp().environment(environment);

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("interval must be positive");
  }

  @Test
  void disabledSdkNeedsNothingOfTheEnvironment() {
    Observability.Builder builder =
        Observability.builder()
            .azureMonitor()
            .otlp()
            .environment(Map.of("otel.sdk.disabled", "true"));

    try (Observability observability = builder.build()) {
      call(observability);

      assertThat(observability.exports()).isEmpty();
    }
  }

  @Test
  void consoleOfEachPrintsItsOwn() {
    PrintStream out = new PrintStream(printed, true, Charset.defaultCharset());
    Observability.Builder builder = Observability.builder().console(out);
    Observability first = builder.build();
    Observability second = builder.build();
    openTelemetry(second)
        .getMeter("test")
        .histogramBuilder("gen_ai.client.operation.duration")
        .setUnit("s")
        .build()
        .record(0.5, Attributes.of(GenAi.OPERATION_NAME, GenAi.CHAT));

    first.close();

    assertThat(printed.toString(Charset.defaultCharset())).isEmpty();
    second.close();
    assertThat(printed.toString(Charset.defaultCharset())).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT1H0.001S", "PT2562047788015215H"})
  void closeTimeoutMustBePositiveAndSane(Duration timeout) {
    Observability.Builder builder = Observability.builder();

    assertThatThrownBy(() -> builder.closeTimeout(timeout))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void answerTwice() {
    backend.enqueue(new MockResponse.Builder().build());
    backend.enqueue(new MockResponse.Builder().build());
  }

  private String baseUrl() {
    return "http://127.0.0.1:" + backend.getPort();
  }

  private Map<String, RecordedRequest> twoRequests() throws InterruptedException {
    Map<String, RecordedRequest> requests = new HashMap<>();
    for (int i = 0; i < 2; i++) {
      RecordedRequest request = backend.takeRequest();
      requests.put(request.getTarget(), request);
    }
    return requests;
  }

  private static String body(RecordedRequest request) {
    return requireNonNull(request.getBody()).utf8();
  }

  private static Observability.Builder withExisting() {
    return Observability.builder().openTelemetry(EXISTING.getOpenTelemetry());
  }

  private static CostModel costModel(Observability.Builder builder) {
    try (Observability observability = builder.build()) {
      return observability.telemetry().costModel();
    }
  }

  private static void call(Observability observability) {
    Span span =
        openTelemetry(observability)
            .getTracer("test")
            .spanBuilder("chat gpt-4o-mini")
            .setAttribute(GenAi.OPERATION_NAME, GenAi.CHAT)
            .startSpan();
    span.end();
  }

  private static void count(Observability observability) {
    LongCounter counter =
        openTelemetry(observability).getMeter("test").counterBuilder("rivers.named").build();
    counter.add(3);
  }

  private static OpenTelemetry openTelemetry(Observability observability) {
    return requireNonNull(observability.telemetry().openTelemetry());
  }
}
