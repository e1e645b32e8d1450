package dev.telltale.functional;

import static dev.telltale.rig.PlainLines.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import dev.telltale.CallOptions;
import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.Cost;
import dev.telltale.LlmException;
import dev.telltale.RetryPolicy;
import dev.telltale.Telemetry;
import dev.telltale.provider.TelemetryKey;
import dev.telltale.rig.ConformanceRules;
import dev.telltale.rig.PlainProvider;
import dev.telltale.rig.RecordedTelemetry;
import dev.telltale.telemetry.BilledCall;
import dev.telltale.telemetry.CostModel;
import dev.telltale.telemetry.GenAi;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one call leaves in a trace and in the metrics. */
@Timeout(10)
class CallTelemetryTest {
  private static final String ANSWER =
      "id a-1\nmodel plain-1-0725\ntier gold\ntext Porto\nfinish stop\nusage 3 5\n";
  private static final TelemetryKey TIER =
      new TelemetryKey("openai.response.service_tier", TelemetryKey.Scope.SPAN_AND_METRICS);
  private static final TelemetryKey FINGERPRINT =
      new TelemetryKey("openai.response.system_fingerprint", TelemetryKey.Scope.SPAN);
  private static final Double[] SECONDS = {
    0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92
  };
  private static final Double[] TOKENS = {
    1.0,
    4.0,
    16.0,
    64.0,
    256.0,
    1024.0,
    4096.0,
    16384.0,
    65536.0,
    262144.0,
    1048576.0,
    4194304.0,
    16777216.0,
    67108864.0
  };

  @StartStop private final MockWebServer server = new MockWebServer();

  private final List<AutoCloseable> toClose = new ArrayList<>();
  private RecordedTelemetry recorded = keep(RecordedTelemetry.create());

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable closeable : toClose) {
      closeable.close();
    }
  }

  @Test
  void plainCallIsOneClientSpan() {
    answer(ANSWER);

    client().chat("Porto?");

    SpanData span = recorded.span();
    assertThat(span.getName()).isEqualTo("chat plain-1");
    assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(span.getInstrumentationScopeInfo().getName()).isEqualTo("dev.telltale");
    assertThat(spanAttributes())
        .isEqualTo(
            common()
                .put(GenAi.RESPONSE_ID, "a-1")
                .put(GenAi.RESPONSE_MODEL, "plain-1-0725")
                .put(GenAi.RESPONSE_FINISH_REASONS, List.of("stop"))
                .put(GenAi.USAGE_INPUT_TOKENS, 3L)
                .put(GenAi.USAGE_OUTPUT_TOKENS, 5L)
                .build());
    assertThat(ConformanceRules.findings(span)).isEmpty();
    assertThat(ConformanceRules.findings(recorded.metrics())).isEmpty();
  }

  @Test
  void requestIsOnTheSpanAsSet() {
    answer(ANSWER);
    ChatRequest request =
        ChatRequest.builder()
            .model("plain-2")
            .user("Porto?")
            .temperature(0.2)
            .topP(0.9)
            .frequencyPenalty(0.1)
            .presencePenalty(-0.5)
            .maxTokens(100)
            .choiceCount(2)
            .seed(42)
            .stopSequences(List.of("\n\n"))
            .build();

    client().chat(request, CallOptions.builder().conversationId("c-7").build());

    Attributes attributes = recorded.span().getAttributes();
    assertThat(recorded.span().getName()).isEqualTo("chat plain-2");
    assertThat(attributes.get(GenAi.REQUEST_MODEL)).isEqualTo("plain-2");
    assertThat(attributes.get(GenAi.REQUEST_TEMPERATURE)).isEqualTo(0.2);
    assertThat(attributes.get(GenAi.REQUEST_TOP_P)).isEqualTo(0.9);
    assertThat(attributes.get(GenAi.REQUEST_FREQUENCY_PENALTY)).isEqualTo(0.1);
    assertThat(attributes.get(GenAi.REQUEST_PRESENCE_PENALTY)).isEqualTo(-0.5);
    assertThat(attributes.get(GenAi.REQUEST_MAX_TOKENS)).isEqualTo(100);
    assertThat(attributes.get(GenAi.REQUEST_CHOICE_COUNT)).isEqualTo(2);
    assertThat(attributes.get(GenAi.REQUEST_SEED)).isEqualTo(42);
    assertThat(attributes.get(GenAi.REQUEST_STOP_SEQUENCES)).containsExactly("\n\n");
    assertThat(attributes.get(GenAi.CONVERSATION_ID)).isEqualTo("c-7");
    assertThat(ConformanceRules.findings(recorded.span())).isEmpty();
  }

  @Test
  void oneChoiceAskedForIsNotSet() {
    answer(ANSWER);

    client().chat(ChatRequest.builder().user("Porto?").choiceCount(1).build());

    assertThat(recorded.span().getAttributes().get(GenAi.REQUEST_CHOICE_COUNT)).isNull();
  }

  @Test
  void samplerSeesWhatItMayDecideBy() {
    AtomicReference<Attributes> seen = new AtomicReference<>();
    recorded = keep(RecordedTelemetry.with(new SpyingSampler(seen, SamplingResult.drop())));
    answer(ANSWER);

    client().chat("Porto?");

    assertThat(seen.get()).isEqualTo(common().build());
    assertThat(recorded.started()).isZero();
    assertThat(recorded.histogram(GenAi.OPERATION_DURATION)).hasSize(1);
    assertThat(recorded.histogram(GenAi.TOKEN_USAGE)).hasSize(2);
  }

  @Test
  void unknownIsAbsent() {
    answer("text Porto\n");

    client().chat("Porto?");

    assertThat(spanAttributes()).isEqualTo(common().build());
    assertThat(recorded.histogram(GenAi.TOKEN_USAGE)).isEmpty();
    assertThat(attributesOf(GenAi.OPERATION_DURATION)).isEqualTo(common().build());
  }

  @Test
  void durationAndTokensAreRecordedOnce() {
    answer(ANSWER);

    client().chat("Porto?");

    HistogramPointData duration = only(GenAi.OPERATION_DURATION);
    List<HistogramPointData> tokens = recorded.histogram(GenAi.TOKEN_USAGE);
    assertThat(duration.getCount()).isEqualTo(1);
    assertThat(duration.getSum()).isPositive().isLessThan(10);
    assertThat(duration.getBoundaries()).containsExactly(SECONDS);
    assertThat(duration.getExemplars())
        .extracting(exemplar -> exemplar.getSpanContext().getSpanId())
        .containsExactly(recorded.span().getSpanId());
    assertThat(tokens)
        .extracting(
            point -> point.getAttributes().get(GenAi.TOKEN_TYPE),
            HistogramPointData::getCount,
            HistogramPointData::getSum)
        .containsExactlyInAnyOrder(tuple("input", 1L, 3.0), tuple("output", 1L, 5.0));
    assertThat(tokens).allSatisfy(t -> assertThat(t.getBoundaries()).containsExactly(TOKENS));
    assertThat(recorded.histogram(GenAi.TIME_TO_FIRST_CHUNK)).isEmpty();
  }

  @Test
  void metricsHaveTheirUnits() {
    stream(event("model plain-1-0725", "text Po"), event("text rto", "finish stop", "usage 3 5"));

    client().stream("Porto?").forEachText(text -> {});

    assertThat(recorded.metrics())
        .extracting(MetricData::getName, MetricData::getUnit)
        .containsExactlyInAnyOrder(
            tuple("gen_ai.client.operation.duration", "s"),
            tuple("gen_ai.client.operation.time_to_first_chunk", "s"),
            tuple("gen_ai.client.operation.time_per_output_chunk", "s"),
            tuple("gen_ai.client.token.usage", "{token}"));
  }

  @Test
  void chunksAreTimed() {
    stream(
        event("nothing"),
        event("model plain-1-0725", "text Po"),
        event("text rto", "finish stop"),
        event("usage 3 5"),
        event("done"));

    ChatResponse response = client().stream("Porto?").forEachText(text -> {});

    Attributes withModel = common().put(GenAi.RESPONSE_MODEL, "plain-1-0725").build();
    double toFirst = recorded.span().getAttributes().get(GenAi.RESPONSE_TIME_TO_FIRST_CHUNK);
    assertThat(recorded.span().getAttributes().get(GenAi.REQUEST_STREAM)).isTrue();
    assertThat(only(GenAi.TIME_TO_FIRST_CHUNK).getCount()).isEqualTo(1);
    assertThat(only(GenAi.TIME_TO_FIRST_CHUNK).getSum()).isEqualTo(toFirst);
    assertThat(only(GenAi.TIME_TO_FIRST_CHUNK).getBoundaries()).containsExactly(SECONDS);
    assertThat(attributesOf(GenAi.TIME_TO_FIRST_CHUNK)).isEqualTo(withModel);
    assertThat(only(GenAi.TIME_PER_OUTPUT_CHUNK).getCount()).isEqualTo(3);
    assertThat(only(GenAi.TIME_PER_OUTPUT_CHUNK).getBoundaries()).containsExactly(SECONDS);
    assertThat(attributesOf(GenAi.TIME_PER_OUTPUT_CHUNK)).isEqualTo(withModel);
    assertThat(response.report().chunks()).isEqualTo(4);
    assertThat(response.report().timeToFirstChunk()).isPresent();
  }

  @Test
  void failedCallHasOneErrorType() {
    server.enqueue(new MockResponse.Builder().code(400).body("context_length_exceeded").build());

    Throwable failure = catchThrowable(() -> client().chat("Porto?"));

    SpanData span = recorded.span();
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(span.getStatus().getDescription())
        .isEqualTo(((LlmException) failure).kind().explanation());
    assertThat(spanAttributes())
        .isEqualTo(
            common()
                .put(GenAi.RESPONSE_FINISH_REASONS, List.of("error"))
                .put(GenAi.ERROR_TYPE, "context_length_exceeded")
                .build());
    assertThat(attributesOf(GenAi.OPERATION_DURATION))
        .isEqualTo(common().put(GenAi.ERROR_TYPE, "context_length_exceeded").build());
    assertThat(ConformanceRules.findings(span)).isEmpty();
  }

  @Test
  void unreachableServerIsNamedByException() throws Exception {
    PlainProvider provider = provider();
    server.close();

    assertThatThrownBy(() -> client(provider).chat("Porto?")).isInstanceOf(LlmException.class);

    assertThat(recorded.span().getAttributes().get(GenAi.ERROR_TYPE))
        .isEqualTo("java.net.ConnectException");
    assertThat(ConformanceRules.findings(recorded.span())).isEmpty();
  }

  @Test
  void bugOfAdapterPassesAndEndsSpan() {
    answer("bug here\n");

    assertThatThrownBy(() -> client().chat("Porto?"))
        .isInstanceOf(UnsupportedOperationException.class);

    assertThat(recorded.span().getAttributes().get(GenAi.ERROR_TYPE))
        .isEqualTo("java.lang.UnsupportedOperationException");
  }

  @Test
  void vendorAttributesGoWhereTheyBelong() {
    answer(ANSWER);
    PlainProvider describing =
        provider()
            .describingAnswers(
                attributes -> {
                  attributes.put(TIER, "gold");
                  attributes.put(FINGERPRINT, "fp_1");
                });

    client(describing).chat("Porto?");

    Attributes span = recorded.span().getAttributes();
    Attributes duration = attributesOf(GenAi.OPERATION_DURATION);
    assertThat(span.asMap()).hasSize(12);
    assertThat(duration)
        .isEqualTo(
            common()
                .put(GenAi.RESPONSE_MODEL, "plain-1-0725")
                .put("openai.response.service_tier", "gold")
                .build());
  }

  @Test
  void costIsThereOnlyWithPrices() {
    answer(ANSWER);
    answer(ANSWER);

    client().chat("Porto?");
    ChatResponse priced =
        client(provider(), call -> Cost.of(new BigDecimal("0.25"), "v7", List.of())).chat("Porto?");

    assertThat(recorded.spans().get(0).getAttributes().asMap().keySet())
        .noneMatch(key -> key.getKey().contains("cost"));
    Attributes attributes = recorded.spans().get(1).getAttributes();
    assertThat(attributes.get(GenAi.USAGE_COST_AMOUNT)).isEqualTo(0.25);
    assertThat(attributes.get(GenAi.USAGE_COST_CURRENCY)).isEqualTo("USD");
    assertThat(attributes.get(GenAi.USAGE_COST_SOURCE)).isEqualTo("local");
    assertThat(attributes.get(GenAi.COST_STATUS)).isEqualTo("priced");
    assertThat(attributes.get(GenAi.COST_REASONS)).isNull();
    assertThat(attributes.get(GenAi.COST_PRICE_VERSION)).isEqualTo("v7");
    assertThat(priced.cost().usd()).hasValue(new BigDecimal("0.25"));
    assertThat(counter(GenAi.COST_USD))
        .isEqualTo(
            Attributes.of(
                GenAi.PROVIDER_NAME,
                "openai",
                GenAi.RESPONSE_MODEL,
                "plain-1-0725",
                GenAi.COST_ACCURACY,
                "priced"));
  }

  @Test
  void unpricedCallHasNoAmount() {
    answer(ANSWER);

    client(provider(), call -> Cost.unpriced("v7", "unknown_model")).chat("Porto?");

    Attributes attributes = recorded.span().getAttributes();
    assertThat(attributes.get(GenAi.USAGE_COST_AMOUNT)).isNull();
    assertThat(attributes.get(GenAi.USAGE_COST_CURRENCY)).isNull();
    assertThat(attributes.get(GenAi.COST_STATUS)).isEqualTo("unpriced");
    assertThat(attributes.get(GenAi.COST_REASONS)).containsExactly("unknown_model");
    assertThat(counter(GenAi.COST_UNPRICED))
        .isEqualTo(Attributes.of(GenAi.PROVIDER_NAME, "openai", GenAi.REASON, "unknown_model"));
  }

  @Test
  void pricesAreAskedForWhatWasBilled() {
    answer(ANSWER);
    AtomicReference<BilledCall> billed = new AtomicReference<>();

    client(
            provider(),
            call -> {
              billed.set(call);
              return Cost.unpriced(null, "unknown_model");
            })
        .chat(ChatRequest.builder().user("Porto?").serviceTier("flex").build());

    assertThat(billed.get().provider()).isEqualTo("openai");
    assertThat(billed.get().requestModel()).isEqualTo("plain-1");
    assertThat(billed.get().responseModel()).isEqualTo("plain-1-0725");
    assertThat(billed.get().requestServiceTier()).isEqualTo("flex");
    assertThat(billed.get().responseServiceTier()).isEqualTo("gold");
    assertThat(billed.get().usage().inputTokens()).hasValue(3);
  }

  @Test
  void spanIsCurrentWhileTheCallRuns() {
    answer(ANSWER);
    AtomicReference<Span> current = new AtomicReference<>();
    PlainProvider watching = provider().whenEncoding(() -> current.set(Span.current()));
    Span caller = recorded.openTelemetry().getTracer("app").spanBuilder("caller").startSpan();

    try (Scope scope = caller.makeCurrent()) {
      client(watching).chat("Porto?");

      assertThat(scope).isNotNull();
      assertThat(Span.current()).isSameAs(caller);
    }
    caller.end();

    SpanData chat = recorded.spans().get(0);
    assertThat(chat.getSpanId()).isEqualTo(current.get().getSpanContext().getSpanId());
    assertThat(chat.getParentSpanId()).isEqualTo(caller.getSpanContext().getSpanId());
  }

  @Test
  void withoutTelemetryCallersSpanStaysCurrent() {
    answer(ANSWER);
    AtomicReference<Span> current = new AtomicReference<>();
    PlainProvider watching = provider().whenEncoding(() -> current.set(Span.current()));
    ChatClient silent = keep(ChatClient.builder(watching).telemetry(Telemetry.off()).build());
    Span caller = recorded.openTelemetry().getTracer("app").spanBuilder("caller").startSpan();

    try (Scope scope = caller.makeCurrent()) {
      silent.chat("Porto?");
      assertThat(scope).isNotNull();
    }

    assertThat(current.get()).isSameAs(caller);
    assertThat(recorded.started()).isEqualTo(1);
  }

  private Attributes spanAttributes() {
    return recorded.span().getAttributes().toBuilder().build();
  }

  private Attributes attributesOf(String histogram) {
    return only(histogram).getAttributes();
  }

  private HistogramPointData only(String histogram) {
    List<HistogramPointData> points = recorded.histogram(histogram);
    assertThat(points).as(histogram).hasSize(1);
    return points.get(0);
  }

  private Attributes counter(String name) {
    return recorded.metrics().stream()
        .filter(metric -> metric.getName().equals(name))
        .flatMap(metric -> metric.getData().getPoints().stream())
        .map(point -> point.getAttributes())
        .findFirst()
        .orElseThrow();
  }

  private AttributesBuilder common() {
    return Attributes.builder()
        .put(GenAi.OPERATION_NAME, "chat")
        .put(GenAi.PROVIDER_NAME, "openai")
        .put(GenAi.REQUEST_MODEL, "plain-1")
        .put(GenAi.SERVER_ADDRESS, "localhost")
        .put(GenAi.SERVER_PORT, (long) server.getPort());
  }

  private PlainProvider provider() {
    return PlainProvider.at("http://localhost:" + server.getPort());
  }

  private ChatClient client() {
    return client(provider());
  }

  private ChatClient client(PlainProvider provider) {
    return keep(
        ChatClient.builder(provider)
            .telemetry(recorded.telemetry())
            .retry(RetryPolicy.none())
            .build());
  }

  private ChatClient client(PlainProvider provider, CostModel prices) {
    Telemetry telemetry =
        Telemetry.builder().openTelemetry(recorded.openTelemetry()).costModel(prices).build();
    return keep(ChatClient.builder(provider).telemetry(telemetry).build());
  }

  private void answer(String lines) {
    server.enqueue(new MockResponse.Builder().body(lines).build());
  }

  private void stream(String... events) {
    server.enqueue(
        new MockResponse.Builder()
            .addHeader("Content-Type", "text/event-stream")
            .body(String.join("", events))
            .build());
  }

  private <T extends AutoCloseable> T keep(T closeable) {
    toClose.add(0, closeable);
    return closeable;
  }

  /** Decides as told and keeps what it was asked. */
  private record SpyingSampler(AtomicReference<Attributes> seen, SamplingResult verdict)
      implements Sampler {
    @Override
    public SamplingResult shouldSample(
        Context parent,
        String traceId,
        String name,
        SpanKind kind,
        Attributes attributes,
        List<LinkData> links) {
      seen.set(attributes.toBuilder().build());
      return verdict;
    }

    @Override
    public String getDescription() {
      return "spying";
    }
  }
}
