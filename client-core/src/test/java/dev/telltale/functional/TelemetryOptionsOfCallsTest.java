package dev.telltale.functional;

import static dev.telltale.rig.PlainLines.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.telltale.CallOptions;
import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.Cost;
import dev.telltale.RateLimitException;
import dev.telltale.ResponseFormat;
import dev.telltale.RetryPolicy;
import dev.telltale.Telemetry;
import dev.telltale.rig.PlainProvider;
import dev.telltale.rig.RecordedTelemetry;
import dev.telltale.telemetry.Conventions;
import dev.telltale.telemetry.ExceptionSignal;
import dev.telltale.telemetry.GenAi;
import dev.telltale.telemetry.TelemetryOptions;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What each option of telemetry changes about a call's record. */
@Timeout(20)
class TelemetryOptionsOfCallsTest {
  private static final String ANSWER =
      "id a-1\nmodel plain-1-0725\ntext Porto\nfinish stop\nusage 3 5\n";

  @StartStop private final MockWebServer server = new MockWebServer();

  private final List<AutoCloseable> toClose = new ArrayList<>();
  private final RecordedTelemetry recorded = keep(RecordedTelemetry.create());

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable closeable : toClose) {
      closeable.close();
    }
  }

  @Test
  void latestConventionsNameMetricsAnew() {
    stream(event("model m", "text a") + event("text b", "finish stop", "usage 3 5"));

    client(latest()).stream("Porto?").forEachText(text -> {});

    assertThat(metricNames())
        .containsExactly(
            "gen_ai.client.inference.duration",
            "gen_ai.client.inference.operation.input_tokens",
            "gen_ai.client.inference.operation.output_tokens",
            "gen_ai.client.inference.time_per_output_chunk",
            "gen_ai.client.inference.time_to_first_chunk",
            "gen_ai.client.inference.usage.input_tokens",
            "gen_ai.client.inference.usage.output_tokens");
    assertThat(counts("gen_ai.client.inference.usage.input_tokens")).isEqualTo(Map.of("text", 3L));
    assertThat(counts("gen_ai.client.inference.usage.output_tokens")).isEqualTo(Map.of("text", 5L));
  }

  @Test
  void bothConventionsNameMetricsTwice() {
    answer(ANSWER);

    client(TelemetryOptions.builder().conventions(Conventions.BOTH)).chat("Porto?");

    assertThat(metricNames())
        .contains("gen_ai.client.operation.duration", "gen_ai.client.inference.duration")
        .hasSize(7);
  }

  @Test
  void failedCallCountsTokensButRecordsNone() {
    stream(event("model m", "text a", "usage 3 5"));

    Throwable failure =
        catchThrowable(() -> client(latest()).stream("Porto?").forEachText(text -> {}));

    assertThat(failure).isNotNull();
    assertThat(metricNames())
        .contains("gen_ai.client.inference.usage.input_tokens")
        .doesNotContain("gen_ai.client.inference.operation.input_tokens");
  }

  @Test
  void dashboardMetricsCountFinishReasons() {
    answer(ANSWER);
    answer(ANSWER);
    stream(event("model m", "text a"));
    ChatClient client = client(TelemetryOptions.builder().dashboardMetrics());

    client.chat("Porto?");
    client.chat("Porto?");
    Throwable failure = catchThrowable(() -> client.stream("Porto?").forEachText(text -> {}));

    assertThat(failure).isNotNull();
    assertThat(counts(GenAi.FINISH_REASONS, GenAi.REASON))
        .isEqualTo(Map.of("stop", 2L, "error", 1L));
  }

  @Test
  void dashboardMetricsShowWhatTheLastAnswerLeft() {
    server.enqueue(withHeadroom(200, "60", "9000").body(ANSWER).build());
    server.enqueue(withHeadroom(429, "0", "8000").build());
    ChatClient client = client(TelemetryOptions.builder().dashboardMetrics());
    CallOptions once = CallOptions.builder().retry(RetryPolicy.none()).build();

    client.chat(request(), once);
    Map<String, Long> before = counts(GenAi.REMAINING_REQUESTS, GenAi.SERVER_ADDRESS);
    Throwable refusal = catchThrowable(() -> client.chat(request(), once));

    assertThat(refusal).isInstanceOf(RateLimitException.class);
    assertThat(before).isEqualTo(Map.of("localhost", 60L));
    assertThat(counts(GenAi.REMAINING_REQUESTS, GenAi.SERVER_ADDRESS))
        .isEqualTo(Map.of("localhost", 0L));
    assertThat(counts(GenAi.REMAINING_TOKENS, GenAi.PROVIDER_NAME))
        .isEqualTo(Map.of("openai", 8000L));
  }

  @Test
  void withoutDashboardMetricsThereAreNone() {
    server.enqueue(withHeadroom(200, "60", "9000").body(ANSWER).build());

    client(TelemetryOptions.builder()).chat("Porto?");

    assertThat(metricNames()).noneMatch(name -> name.startsWith("llm."));
  }

  @Test
  void latestConventionsHaveMoreAttributes() {
    answer(ANSWER);
    ChatRequest request = ChatRequest.builder().user("Porto?").reasoningEffort("low").build();

    client(latest()).chat(request, CallOptions.builder().promptVersion("7").build());

    Attributes span = recorded.span().getAttributes();
    assertThat(span.get(GenAi.REQUEST_REASONING_LEVEL)).isEqualTo("low");
    assertThat(span.get(GenAi.PROMPT_VERSION)).isEqualTo("7");
  }

  @Test
  void formatAskedForIsTheOutputType() {
    answer(ANSWER);
    answer(ANSWER);
    ChatRequest.Builder request = ChatRequest.builder().user("Porto?");
    ChatClient client = client(TelemetryOptions.builder());

    client.chat(request.responseFormat(ResponseFormat.jsonObject()).build());
    client.chat(request.responseFormat(ResponseFormat.text()).build());

    assertThat(recorded.spans())
        .extracting(span -> span.getAttributes().get(GenAi.OUTPUT_TYPE))
        .containsExactly("json", "text");
  }

  @Test
  void callerNamesPromptTagsAndBaggage() {
    answer(ANSWER);
    CallOptions options = CallOptions.builder().promptName("rivers").tag("team", "search").build();
    Baggage baggage = Baggage.builder().put("tenant", "t-1").put("secret", "s").build();

    try (Scope scope = baggage.makeCurrent()) {
      assertThat(scope).isNotNull();
      client(TelemetryOptions.builder().baggageKey("tenant").baggageKey("absent"))
          .chat(ChatRequest.builder().user("Porto?").build(), options);
    }

    Attributes span = recorded.span().getAttributes();
    assertThat(span.get(GenAi.PROMPT_NAME)).isEqualTo("rivers");
    assertThat(span.get(AttributeKey.stringKey("team"))).isEqualTo("search");
    assertThat(span.get(AttributeKey.stringKey("tenant"))).isEqualTo("t-1");
    assertThat(span.asMap().keySet().toString()).doesNotContain("secret", "absent");
  }

  @Test
  void tagMayNotPassForTelemetry() {
    assertThatThrownBy(() -> CallOptions.builder().tag("gen_ai.request.model", "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gen_ai.request.model");
  }

  @Test
  void articleNamesStandBeside() {
    answer(ANSWER);
    Telemetry telemetry =
        Telemetry.builder()
            .openTelemetry(recorded.openTelemetry())
            .options(TelemetryOptions.builder().articleNames().usageCost().build())
            .costModel(call -> Cost.of(new BigDecimal("0.25"), null, List.of()))
            .build();

    client(telemetry)
        .chat(ChatRequest.builder().instructions("x").user("Porto?").temperature(0.5).build());

    Attributes span = recorded.span().getAttributes();
    assertThat(span.get(GenAi.LLM_MODEL)).isEqualTo("plain-1");
    assertThat(span.get(GenAi.LLM_TEMPERATURE)).isEqualTo(0.5);
    assertThat(span.get(GenAi.LLM_PROMPT_MESSAGES)).isEqualTo(2);
    assertThat(span.get(GenAi.LLM_TOTAL_TOKENS)).isEqualTo(8);
    assertThat(span.get(GenAi.LLM_FINISH_REASON)).isEqualTo("stop");
    assertThat(span.get(GenAi.USAGE_COST)).isEqualTo(0.25);
    assertThat(recorded.sum(GenAi.LLM_TOKENS)).isEqualTo(8);
    assertThat(recorded.histogram(GenAi.LLM_LATENCY).get(0).getAttributes())
        .isEqualTo(Attributes.of(GenAi.MODEL, "plain-1"));
    assertThat(recorded.sum(GenAi.COST_USD)).isEqualTo(0.25);
  }

  @Test
  void exceptionMayBeAnEventOfTheSpan() {
    server.enqueue(new MockResponse.Builder().code(401).build());
    TelemetryOptions.Builder options =
        TelemetryOptions.builder().exceptionSignal(ExceptionSignal.SPAN_EVENT);

    Throwable failure = catchThrowable(() -> client(options).chat("Porto?"));

    SpanData span = recorded.span();
    assertThat(recorded.events()).isEmpty();
    assertThat(span.getEvents()).hasSize(1);
    assertThat(span.getEvents().get(0).getAttributes().get(GenAi.EXCEPTION_TYPE))
        .isEqualTo(failure.getClass().getName());
  }

  @Test
  void messageOfABugIsRecordedNowhere() {
    answer("bug Porto?");

    Throwable bug = catchThrowable(() -> client(TelemetryOptions.builder()).chat("What of Porto?"));

    assertThat(bug).hasMessageContaining("Porto?");
    assertThat(recorded.events(GenAi.EXCEPTION_EVENT)).hasSize(1);
    assertThat(recorded.events().toString() + recorded.spans()).doesNotContain("Porto?");
  }

  @Test
  void providerLearnsOfTheTraceOnlyWhereTold() throws InterruptedException {
    answer(ANSWER);
    answer(ANSWER);

    client(TelemetryOptions.builder().traceparentTo("elsewhere.example")).chat("Porto?");
    client(TelemetryOptions.builder().traceparentTo("localhost")).chat("Porto?");

    RecordedRequest untold = server.takeRequest();
    RecordedRequest told = server.takeRequest();
    SpanData span = recorded.spans().get(1);
    assertThat(untold.getHeaders().names()).doesNotContain("traceparent", "baggage");
    assertThat(told.getHeaders().get("traceparent"))
        .startsWith("00-" + span.getTraceId() + "-" + span.getSpanId() + "-");
  }

  @Test
  void spanIsCurrentWhileTheCallIsSent() {
    List<String> current = new ArrayList<>();
    answer(ANSWER);
    PlainProvider provider =
        PlainProvider.at(url())
            .whenEncoding(
                () -> {
                  Span http =
                      recorded.openTelemetry().getTracer("http").spanBuilder("POST").startSpan();
                  current.add(Span.current().getSpanContext().getSpanId());
                  http.end();
                });

    keep(ChatClient.builder(provider).telemetry(recorded.telemetry()).build()).chat("Porto?");

    SpanData http = recorded.spans().get(0);
    SpanData chat = recorded.spans().get(1);
    assertThat(http.getName()).isEqualTo("POST");
    assertThat(http.getParentSpanId()).isEqualTo(chat.getSpanId());
    assertThat(current).containsExactly(chat.getSpanId());
  }

  @Test
  void selfCheckSaysWhatIsRecorded() {
    Telemetry telemetry =
        Telemetry.builder()
            .openTelemetry(recorded.openTelemetry())
            .check("exporters", () -> "otlp to http://localhost:4318")
            .check(
                "prices",
                () -> {
                  throw new IllegalStateException("secret");
                })
            .build();

    assertThat(telemetry.selfCheck())
        .hasToString(
            """
            OpenTelemetry: io.opentelemetry.sdk.OpenTelemetrySdk
            spans: recorded
            metrics: recorded
            events: recorded, and exported by the thread of the call, which waits: use a \
            BatchLogRecordProcessor
            conventions: RELEASED
            content: NONE
            listeners: 0
            cost model: none
            exporters: otlp to http://localhost:4318
            prices: failed with java.lang.IllegalStateException""");
    assertThat(recorded.started()).isZero();
    assertThat(recorded.metrics()).isEmpty();
  }

  @Test
  void selfCheckWarnsOfExportOnTheThreadOfTheCall() {
    InMemorySpanExporter memory = InMemorySpanExporter.create();
    SpanProcessor simple = SimpleSpanProcessor.create(memory);
    SpanProcessor batch = BatchSpanProcessor.builder(memory).build();

    assertThat(spansOf(simple)).contains("thread of the call", "BatchSpanProcessor");
    assertThat(spansOf(SpanProcessor.composite(batch, simple))).contains("thread of the call");
    assertThat(spansOf(batch)).isEqualTo("recorded");
  }

  private String spansOf(SpanProcessor processor) {
    RecordedTelemetry other = keep(RecordedTelemetry.with(processor));
    return other.telemetry().selfCheck().finding("spans");
  }

  @Test
  void selfCheckOfNothingSaysSo() {
    assertThat(Telemetry.off().selfCheck().toString())
        .startsWith("OpenTelemetry: none\nspans: not recorded\nmetrics: not recorded\n");
    assertThat(Telemetry.of(OpenTelemetry.noop()).selfCheck().finding("events"))
        .isEqualTo("not recorded");
  }

  private static TelemetryOptions.Builder latest() {
    return TelemetryOptions.builder().conventions(Conventions.LATEST);
  }

  private ChatClient client(TelemetryOptions.Builder options) {
    return client(
        Telemetry.builder()
            .openTelemetry(recorded.openTelemetry())
            .options(options.build())
            .build());
  }

  private ChatClient client(Telemetry telemetry) {
    return keep(ChatClient.builder(PlainProvider.at(url())).telemetry(telemetry).build());
  }

  private String url() {
    return "http://localhost:" + server.getPort();
  }

  private void answer(String body) {
    server.enqueue(new MockResponse.Builder().body(body).build());
  }

  private static ChatRequest request() {
    return ChatRequest.builder().user("Porto?").build();
  }

  private static MockResponse.Builder withHeadroom(int status, String requests, String tokens) {
    return new MockResponse.Builder()
        .code(status)
        .addHeader("x-ratelimit-remaining-requests", requests)
        .addHeader("x-ratelimit-remaining-tokens", tokens);
  }

  private void stream(String events) {
    server.enqueue(
        new MockResponse.Builder()
            .addHeader("Content-Type", "text/event-stream")
            .body(events)
            .build());
  }

  private Set<String> metricNames() {
    Set<String> names = new TreeSet<>();
    recorded.metrics().forEach(metric -> names.add(metric.getName()));
    return names;
  }

  /** The counts of a counter by modality. */
  private Map<String, Long> counts(String name) {
    return counts(name, GenAi.TOKEN_MODALITY);
  }

  /** The values of a metric by one of its attributes. */
  private Map<String, Long> counts(String name, AttributeKey<String> by) {
    Map<String, Long> counts = new TreeMap<>();
    for (MetricData metric : recorded.metrics()) {
      if (metric.getName().equals(name)) {
        for (PointData point : metric.getData().getPoints()) {
          counts.put(point.getAttributes().get(by), ((LongPointData) point).getValue());
        }
      }
    }
    return counts;
  }

  private <T extends AutoCloseable> T keep(T closeable) {
    toClose.add(0, closeable);
    return closeable;
  }
}
