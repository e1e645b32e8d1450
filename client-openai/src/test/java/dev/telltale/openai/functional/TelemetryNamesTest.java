package dev.telltale.openai.functional;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.telltale.CallOptions;
import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ChatStream;
import dev.telltale.Cost;
import dev.telltale.LlmException;
import dev.telltale.ResponseFormat;
import dev.telltale.RetryPolicy;
import dev.telltale.Telemetry;
import dev.telltale.openai.CompatProfile;
import dev.telltale.openai.OpenAi;
import dev.telltale.openai.wire.SchemaRequestCheck;
import dev.telltale.provider.ChatProvider;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.ConformanceRules;
import dev.telltale.rig.RecordedTelemetry;
import dev.telltale.telemetry.Conventions;
import dev.telltale.telemetry.CostModel;
import dev.telltale.telemetry.GenAi;
import dev.telltale.telemetry.TelemetryOptions;
import io.opentelemetry.api.common.AttributeType;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every name that plain, streamed and failed calls emit, against docs/telemetry.md, both ways. */
@Timeout(20)
class TelemetryNamesTest {
  private static final CostModel PRICED =
      call -> Cost.of(new BigDecimal("0.01"), "v7", List.of("tier_unknown"));
  private static final CostModel UNPRICED = call -> Cost.unpriced("v7", "unknown_model");
  private static final ChatRequest FULL =
      ChatRequest.builder()
          .instructions("Answer in one sentence.")
          .user("Porto?")
          .temperature(0.5)
          .topP(0.9)
          .frequencyPenalty(0.1)
          .presencePenalty(0.2)
          .maxTokens(100)
          .choiceCount(2)
          .seed(42)
          .stopSequences(List.of("\n\n"))
          .serviceTier("flex")
          .responseFormat(ResponseFormat.text())
          .reasoningEffort("low")
          .build();

  private static final RetryPolicy ONCE_MORE =
      RetryPolicy.builder()
          .maxRetries(1)
          .backoff(Duration.ofMillis(1), Duration.ofMillis(1))
          .build();

  @StartStop private final MockWebServer server = new MockWebServer();

  private final RecordedTelemetry recorded = RecordedTelemetry.create();
  private TelemetryOptions options = TelemetryOptions.defaults();

  @AfterEach
  void close() {
    recorded.close();
  }

  @AfterEach
  void requestsKeepToSchema() throws InterruptedException {
    SchemaRequestCheck.checkRest(server);
  }

  @Test
  void docsListExactlyWhatSpansCarry() throws IOException {
    callInEveryWay();

    assertThat(spanAttributes()).isEqualTo(TelemetryDoc.read().spanAttributes());
  }

  @Test
  void docsListExactlyWhatMetricsCarry() throws IOException {
    callInEveryWay();

    assertThat(metrics()).isEqualTo(TelemetryDoc.read().metrics());
  }

  @Test
  void docsListExactlyWhatEventsCarry() throws IOException {
    options = TelemetryOptions.builder().detailsEvent().build();
    callInEveryWay();

    Map<String, Set<String>> emitted = new TreeMap<>();
    for (LogRecordData event : recorded.events()) {
      Set<String> names =
          emitted.computeIfAbsent(requireNonNull(event.getEventName()), none -> new TreeSet<>());
      event.getAttributes().forEach((key, value) -> names.add(key.getKey()));
    }

    Map<String, Set<String>> documented = TelemetryDoc.read().events();
    // Its row says: all of the span's.
    documented.put(GenAi.DETAILS_EVENT, spanAttributes().keySet());
    assertThat(emitted).isEqualTo(documented);
  }

  @Test
  void docsListExactlyWhatTheLatestConventionsAdd() throws IOException {
    options = TelemetryOptions.builder().conventions(Conventions.LATEST).build();
    callInEveryWay();

    TelemetryDoc doc = TelemetryDoc.read();
    Map<String, String> attributes = doc.spanAttributes();
    attributes.putAll(doc.latestAttributes());
    attributes.remove("gen_ai.usage.cache_creation.input_tokens");
    Map<String, TelemetryDoc.Metric> metrics = doc.metrics();
    metrics.keySet().removeIf(name -> name.startsWith("gen_ai.client."));
    metrics.putAll(doc.latestMetrics());
    assertThat(spanAttributes()).isEqualTo(attributes);
    assertThat(metrics()).isEqualTo(metrics);
  }

  @Test
  void docsListExactlyWhatIsOutsideTheConventions() throws IOException {
    options = TelemetryOptions.builder().articleNames().usageCost().dashboardMetrics().build();
    callInEveryWay();

    TelemetryDoc doc = TelemetryDoc.read();
    Map<String, String> attributes = doc.spanAttributes();
    attributes.putAll(doc.otherAttributes());
    Map<String, TelemetryDoc.Metric> metrics = doc.metrics();
    metrics.putAll(doc.otherMetrics());
    metrics.get("llm.cost.usd").attributes().add("model");
    assertThat(spanAttributes()).isEqualTo(attributes);
    assertThat(metrics()).isEqualTo(metrics);
  }

  @Test
  void docsListExactlyWhatTheEventOfARetryCarries() throws IOException {
    callInEveryWay();

    Map<String, String> emitted = new TreeMap<>();
    for (SpanData span : inferences()) {
      for (EventData event : span.getEvents()) {
        assertThat(event.getName()).isEqualTo("llm.retry");
        event
            .getAttributes()
            .forEach((key, value) -> emitted.put(key.getKey(), name(key.getType())));
      }
    }

    assertThat(emitted).isEqualTo(TelemetryDoc.read().retryEvent());
  }

  @Test
  void docsListExactlyWhatTheParentOfFallbacksCarries() throws IOException {
    callInEveryWay();

    Map<String, String> emitted = new TreeMap<>();
    for (SpanData span : recorded.spans()) {
      if (span.getKind() == SpanKind.INTERNAL) {
        assertThat(span.getName()).isEqualTo("chat_with_fallback");
        span.getAttributes()
            .forEach((key, value) -> emitted.put("span " + key.getKey(), name(key.getType())));
        for (EventData event : span.getEvents()) {
          assertThat(event.getName()).isEqualTo("llm.fallback");
          event
              .getAttributes()
              .forEach((key, value) -> emitted.put("event " + key.getKey(), name(key.getType())));
        }
      }
    }

    assertThat(emitted).isEqualTo(TelemetryDoc.read().fallback());
  }

  @Test
  void plainCallConforms() {
    json(200, wholeAnswer());

    call(null, client -> client.chat(FULL));

    assertConforms();
  }

  @Test
  void otherProviderReportsNothingOfOpenAi() {
    json(200, wholeAnswer());

    call(CompatProfile.GROQ, null, client -> client.chat(FULL));

    Set<String> names = new TreeSet<>();
    recorded.span().getAttributes().forEach((key, value) -> names.add(key.getKey()));
    for (MetricData metric : recorded.metrics()) {
      names.addAll(summary(metric).attributes());
    }
    assertConforms();
    assertThat(recorded.span().getAttributes().get(GenAi.PROVIDER_NAME)).isEqualTo("groq");
    assertThat(names)
        .contains("gen_ai.provider.name", "gen_ai.token.type")
        .noneMatch(name -> name.startsWith("openai."));
  }

  @Test
  void azureIsNamedAsTheServiceItIs() {
    json(200, wholeAnswer());

    call(CompatProfile.AZURE, null, client -> client.chat(FULL));

    Map<String, Object> attributes = new TreeMap<>();
    recorded.span().getAttributes().forEach((key, value) -> attributes.put(key.getKey(), value));
    assertConforms();
    assertThat(attributes)
        .containsEntry("gen_ai.provider.name", "azure.ai.openai")
        .containsEntry("azure.resource_provider.namespace", "Microsoft.CognitiveServices");
    assertThat(attributes.keySet()).noneMatch(name -> name.startsWith("openai."));
  }

  @Test
  void streamConforms() {
    stream(firstChunk() + lastChunks());

    call(null, client -> client.stream(FULL).forEachText(text -> {}));

    assertConforms();
  }

  @Test
  void streamWithUsageInLastChoiceConforms() {
    stream(firstChunk() + finish("\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":5}"));

    call(null, client -> client.stream("Porto?").forEachText(text -> {}));

    assertConforms();
  }

  @Test
  void refusedCallConforms() {
    json(429, "{\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"Porto?\"}}");

    call(null, client -> client.chat(FULL));

    assertConforms();
  }

  @Test
  void malformedAnswerConforms() {
    json(200, "{\"id\":\"c-1\",");

    call(null, client -> client.chat(FULL));

    assertConforms();
  }

  @Test
  void truncatedStreamConforms() {
    stream(firstChunk());

    call(null, client -> client.stream(FULL).forEachText(text -> {}));

    assertConforms();
  }

  @Test
  void streamWithErrorConforms() {
    stream(firstChunk() + "data: {\"error\":{\"code\":\"server_error\",\"message\":\"m\"}}\n\n");

    call(null, client -> client.stream(FULL).forEachText(text -> {}));

    assertConforms();
  }

  @Test
  void earlyClosedStreamConforms() {
    stream(firstChunk() + lastChunks());

    call(null, client -> client.stream(FULL).close());

    assertConforms();
  }

  @Test
  void cancelledStreamConforms() {
    stream(firstChunk() + lastChunks());

    call(
        null,
        client -> {
          try (ChatStream stream = client.stream(FULL)) {
            Thread.currentThread().interrupt();
            stream.forEachText(text -> {});
          } finally {
            assertThat(Thread.interrupted()).isTrue();
          }
        });

    assertConforms();
  }

  private void assertConforms() {
    assertThat(ConformanceRules.findings(recorded.span())).isEmpty();
    assertThat(ConformanceRules.findings(recorded.metrics())).isEmpty();
  }

  private void callInEveryWay() {
    CallOptions named =
        CallOptions.builder().conversationId("c-7").promptName("rivers").promptVersion("7").build();
    json(200, wholeAnswer());
    call(PRICED, client -> client.chat(FULL, named));
    json(200, wholeAnswer());
    call(UNPRICED, client -> client.chat(FULL));
    stream(firstChunk() + lastChunks());
    call(PRICED, client -> client.stream(FULL, named).forEachText(text -> {}));
    json(401, "{\"error\":{\"code\":\"invalid_api_key\"}}");
    call(PRICED, client -> client.chat(FULL));
    stream(firstChunk());
    call(null, client -> client.stream(FULL).forEachText(text -> {}));
    json(503, "{}");
    json(200, wholeAnswer());
    call(PRICED, client -> client.chat(FULL, CallOptions.builder().retry(ONCE_MORE).build()));
    json(503, "{}");
    json(200, wholeAnswer());
    callWithFallback();
    json(503, "{}");
    json(401, "{}");
    callWithFallback();
    json(200, wholeAnswer());
    call(broken -> fail(), client -> client.chat(FULL));
    assertThat(inferences()).hasSize(11);
  }

  private static Cost fail() {
    throw new IllegalStateException();
  }

  private Map<String, String> spanAttributes() {
    Map<String, String> emitted = new TreeMap<>();
    for (SpanData span : inferences()) {
      span.getAttributes().forEach((key, value) -> emitted.put(key.getKey(), name(key.getType())));
    }
    return emitted;
  }

  private Map<String, TelemetryDoc.Metric> metrics() {
    Map<String, TelemetryDoc.Metric> emitted = new TreeMap<>();
    for (MetricData metric : recorded.metrics()) {
      emitted.put(metric.getName(), summary(metric));
    }
    return emitted;
  }

  private List<SpanData> inferences() {
    return recorded.spans().stream().filter(span -> span.getKind() == SpanKind.CLIENT).toList();
  }

  private void callWithFallback() {
    callWith(
        ChatClient.builder(provider(CompatProfile.OPENAI))
            .fallback(provider(CompatProfile.OPENAI), "gpt-5-nano")
            .telemetry(
                Telemetry.builder()
                    .openTelemetry(recorded.openTelemetry())
                    .options(options)
                    .build()),
        client -> client.chat(FULL));
  }

  private void call(@Nullable CostModel prices, Consumer<ChatClient> use) {
    call(CompatProfile.OPENAI, prices, use);
  }

  private void call(CompatProfile profile, @Nullable CostModel prices, Consumer<ChatClient> use) {
    Telemetry.Builder telemetry =
        Telemetry.builder().openTelemetry(recorded.openTelemetry()).options(options);
    if (prices != null) {
      telemetry.costModel(prices);
    }
    callWith(ChatClient.builder(provider(profile)).telemetry(telemetry.build()), use);
  }

  private ChatProvider provider(CompatProfile profile) {
    return OpenAi.builder()
        .baseUrl(server.url("/v1").toString())
        .profile(profile)
        .apiKey(ClientRig.KEY)
        .model("gpt-5-mini")
        .build();
  }

  private static void callWith(ChatClient.Builder builder, Consumer<ChatClient> use) {
    try (ChatClient client = builder.retry(RetryPolicy.none()).build()) {
      Throwable failure = catchThrowable(() -> use.accept(client));
      assertThat(failure)
          .satisfiesAnyOf(
              f -> assertThat(f).isNull(), f -> assertThat(f).isInstanceOf(LlmException.class));
    }
  }

  private static TelemetryDoc.Metric summary(MetricData metric) {
    Set<String> attributes = new TreeSet<>();
    for (PointData point : metric.getData().getPoints()) {
      point.getAttributes().forEach((key, value) -> attributes.add(key.getKey()));
    }
    String instrument =
        switch (metric.getType()) {
          case HISTOGRAM -> "histogram";
          case LONG_GAUGE -> "gauge";
          default -> "counter";
        };
    return new TelemetryDoc.Metric(instrument, metric.getUnit(), attributes);
  }

  private static String name(AttributeType type) {
    return type == AttributeType.STRING_ARRAY ? "string[]" : type.name().toLowerCase(Locale.ROOT);
  }

  private void json(int status, String body) {
    server.enqueue(
        new MockResponse.Builder()
            .code(status)
            .addHeader("Content-Type", "application/json")
            .addHeader("x-ratelimit-remaining-requests", "59")
            .addHeader("x-ratelimit-remaining-tokens", "29000")
            .body(body)
            .build());
  }

  private void stream(String events) {
    server.enqueue(
        new MockResponse.Builder()
            .addHeader("Content-Type", "text/event-stream")
            .body(events)
            .build());
  }

  private static String wholeAnswer() {
    return """
        {"id":"c-1","model":"gpt-5-mini-2025-08-07","service_tier":"default",
         "system_fingerprint":"fp_1","choices":[
          {"index":0,"message":{"role":"assistant","content":"Porto"},"finish_reason":"stop"},
          {"index":1,"message":{"role":"assistant","content":"Por"},"finish_reason":"length"}],
        """
        + usage()
        + "}";
  }

  private static String usage() {
    return "\"usage\":{\"prompt_tokens\":30,\"completion_tokens\":12,\"total_tokens\":42,"
        + "\"prompt_tokens_details\":{\"cached_tokens\":10,\"cache_write_tokens\":4,"
        + "\"text_tokens\":20,\"image_tokens\":6,\"audio_tokens\":4},"
        + "\"completion_tokens_details\":{\"reasoning_tokens\":5,\"text_tokens\":8,"
        + "\"image_tokens\":1,\"audio_tokens\":3}}";
  }

  private static String firstChunk() {
    return chunk("\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Po\"}}]");
  }

  private static String finish(String further) {
    return chunk("\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]," + further);
  }

  private static String lastChunks() {
    return finish("\"x\":1") + chunk("\"choices\":[]," + usage()) + "data: [DONE]\n\n";
  }

  private static String chunk(String members) {
    return "data: {\"id\":\"c-1\",\"model\":\"gpt-5-mini-2025-08-07\",\"service_tier\":\"default\","
        + "\"system_fingerprint\":\"fp_1\","
        + members
        + "}\n\n";
  }
}
