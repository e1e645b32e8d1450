package dev.telltale.azure.functional;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.AuthenticationException;
import dev.telltale.ChatClient;
import dev.telltale.ChatResponse;
import dev.telltale.ChatStream;
import dev.telltale.ContentFilteredException;
import dev.telltale.ErrorKind;
import dev.telltale.FinishReason;
import dev.telltale.LlmException;
import dev.telltale.StreamEvent;
import dev.telltale.StreamException;
import dev.telltale.StreamOutcome;
import dev.telltale.azure.AzureHeaders;
import dev.telltale.azure.AzureOpenAi;
import dev.telltale.azure.ContentFilterResult;
import dev.telltale.azure.ContentFilterResults;
import dev.telltale.azure.FilterSeverity;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.ConformanceRules;
import dev.telltale.rig.fixtures.Fixture;
import dev.telltale.rig.fixtures.FixtureIndex;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Calls through the whole client, answered with what Azure was recorded to answer. */
@Timeout(10)
final class AzureCallsTest {
  private static final FixtureIndex FIXTURES = FixtureIndex.of("azure/");
  private static final List<String> WITHOUT_USAGE = List.of("genai_expected_attribute_missing");
  private static final String FOUND = "llm.azure.content_filter.";

  @StartStop private final MockWebServer server = new MockWebServer();

  @RegisterExtension private final ClientRig rig = new ClientRig();

  /** What the rules find; a stream that was recorded without usage has none to report. */
  private List<String> findings = List.of();

  @AfterEach
  void spansConform() {
    for (SpanData span : rig.spans()) {
      assertThat(ConformanceRules.findings(new Standard(span))).isEqualTo(findings);
      assertThat(attributes(span))
          .containsEntry("gen_ai.provider.name", "azure.ai.openai")
          .containsEntry("azure.resource_provider.namespace", "Microsoft.CognitiveServices")
          .containsEntry("gen_ai.request.model", "chat-prod");
      assertThat(attributes(span).keySet()).noneMatch(name -> name.startsWith("openai."));
    }
  }

  @Test
  void keyAndDeploymentReachTheServer() throws InterruptedException {
    answer("azure/resp-basic-filters");

    ChatResponse response = client(azure().apiVersion("2024-10-21")).chat(ClientRig.PROMPT);

    RecordedRequest request = server.takeRequest();
    assertThat(request.getTarget())
        .isEqualTo("/openai/deployments/chat-prod/chat/completions?api-version=2024-10-21");
    assertThat(request.getHeaders().get("api-key")).isEqualTo(ClientRig.KEY);
    assertThat(response.text()).isEqualTo("Hi.");
    assertThat(response.requestId()).isEqualTo("0b5f6a52-0000-4000-8000-000000000001");
    assertThat(response.rateLimits().remainingTokens()).hasValue(59950);
    AzureHeaders said = AzureHeaders.from(response.headers());
    assertThat(said.deployment()).isEqualTo("chat-prod");
    assertThat(said.backendRequestId()).isEqualTo("3a8b1a44-0000-4000-8000-000000000002");
    assertThat(verdicts()).isEmpty();
  }

  @Test
  void tokenReachesTheServer() throws InterruptedException {
    answer("azure/resp-basic-filters");

    client(azure().token(() -> ClientRig.KEY)).chat(ClientRig.PROMPT);

    RecordedRequest request = server.takeRequest();
    assertThat(request.getTarget()).isEqualTo("/openai/v1/chat/completions");
    assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer " + ClientRig.KEY);
    assertThat(request.getHeaders().get("api-key")).isNull();
  }

  @Test
  void expiredTokenIsRenewedOnce() throws InterruptedException {
    answer("azure/err-401-audience");
    answer("azure/resp-basic-filters");
    Iterator<String> tokens = List.of("expired", "fresh").iterator();

    ChatResponse response = client(azure().token(tokens::next)).chat(ClientRig.PROMPT);

    assertThat(server.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer expired");
    assertThat(server.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer fresh");
    assertThat(response.report().attempts()).hasSize(2);
    assertThat(rig.spans().get(0).getEvents()).hasSize(1);
  }

  @Test
  void expiredTokenIsRenewedOnce_stream() {
    answer("azure/err-401-audience");
    answer("azure/stream-default-filters");
    Iterator<String> tokens = List.of("expired", "fresh").iterator();

    ChatResponse response =
        client(azure().token(tokens::next)).stream(ClientRig.PROMPT).forEachText(text -> {});

    assertThat(response.text()).isEqualTo("Hi you.");
    assertThat(response.report().attempts()).hasSize(2);
  }

  @Test
  void tokenOfWrongScopeFailsWithTheRightOneNamed() {
    answer("azure/err-401-audience");
    answer("azure/err-401-audience");
    List<String> scopes = new ArrayList<>();
    AzureOpenAi.Builder builder =
        azure()
            .tokenScope("https://management.azure.com/.default")
            .tokenForScope(
                scope -> {
                  scopes.add(scope);
                  return "token-" + scopes.size();
                });

    LlmException failure = rig.failureOf(() -> client(builder).chat(ClientRig.PROMPT));

    assertThat(failure)
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContaining("scope https://management.azure.com/.default");
    assertThat(scopes).hasSize(2);
    assertThat(server.getRequestCount()).isEqualTo(2);
  }

  @Test
  void missingDeploymentIsNamedAsSuch() {
    answer("azure/err-404-deployment");

    LlmException failure = rig.failureOf(() -> client(azure()).chat(ClientRig.PROMPT));

    assertThat(failure.kind()).isEqualTo(ErrorKind.NOT_FOUND);
    assertThat(failure).hasMessageContaining("up to five minutes");
    assertThat(failure.requestId()).isEqualTo("0b5f6a52-0000-4000-8000-000000000001");
    assertThat(attributes(rig.spans().get(0))).containsEntry("error.type", "DeploymentNotFound");
  }

  @Test
  void blockedPromptSaysWhy() {
    answer("azure/err-400-content-filter");

    LlmException failure = rig.failureOf(() -> client(azure()).chat(ClientRig.PROMPT));

    assertThat(failure).isInstanceOf(ContentFilteredException.class);
    ContentFilterResults filters = failure.extension(ContentFilterResults.class);
    ContentFilterResult prompt = filters.prompt().get(0);
    assertThat(filters.filtered()).isTrue();
    assertThat(prompt.violence().severity()).isEqualTo(FilterSeverity.MEDIUM);
    assertThat(prompt.hate().severity()).isEqualTo(FilterSeverity.SAFE);
    assertThat(prompt.jailbreak().detected()).isFalse();
    assertThat(verdicts())
        .containsOnly(
            Map.entry(FOUND + "prompt.found", List.of("violence:medium")),
            Map.entry(FOUND + "prompt.filtered", List.of("violence")));
    assertThat(attributes(rig.spans().get(0))).containsEntry("error.type", "content_filter");
  }

  @Test
  void blockedStreamKeepsItsPartialText() {
    findings = WITHOUT_USAGE;
    answer("azure/stream-async-filter-blocked");
    StringBuilder told = new StringBuilder();
    List<ContentFilterResults> filters = new ArrayList<>();

    ChatStream stream = client(azure()).stream(ClientRig.PROMPT);
    for (StreamEvent event : stream) {
      if (event instanceof StreamEvent.TextDelta delta) {
        told.append(delta.text());
      }
      ContentFilterResults verdict = event.extension(ContentFilterResults.class);
      if (verdict != null) {
        filters.add(verdict);
      }
    }

    assertThat(stream.outcome()).contains(StreamOutcome.CONTENT_FILTERED);
    assertThat(told).hasToString("Some words");
    assertThat(stream.response().text()).isEqualTo("Some words");
    assertThat(stream.response().finishReason()).isEqualTo(FinishReason.CONTENT_FILTER);
    assertThat(filters).hasSize(3);
    assertThat(filters.get(2).filteredCategories()).containsExactly("protected_material_text");
    assertThat(filters.get(2).completion().get(0).offsets().end()).isEqualTo(900);
    assertThat(verdicts())
        .containsEntry(FOUND + "completion.filtered", List.of("protected_material_text"));
  }

  @Test
  void verdictsAfterStopAreHandedOut() {
    findings = WITHOUT_USAGE;
    answer("azure/stream-async-filter");
    List<String> told = new ArrayList<>();

    ChatStream stream = client(azure()).stream(ClientRig.PROMPT);
    for (StreamEvent event : stream) {
      told.add(event.getClass().getSimpleName());
    }

    assertThat(told).endsWith("Finished", "VendorData");
    assertThat(stream.outcome()).contains(StreamOutcome.COMPLETED);
    ContentFilterResults all = stream.response().extension(ContentFilterResults.class);
    assertThat(all.prompt()).hasSize(1);
    assertThat(all.completion(0))
        .extracting(result -> result.offsets().check())
        .containsExactly(21L, 300L);
    assertThat(all.filtered()).isFalse();
    assertThat(verdicts()).isEmpty();
  }

  @Test
  void streamStoppedByThePolicyFailsWithWhatCame() {
    answer("azure/stream-error-midstream");

    LlmException failure =
        rig.failureOf(() -> client(azure()).stream(ClientRig.PROMPT).forEachText(text -> {}));

    assertThat(failure).isInstanceOf(StreamException.class);
    assertThat(failure.kind()).isEqualTo(ErrorKind.CONTENT_FILTERED);
    assertThat(((StreamException) failure).partial().text()).isEqualTo("Par");
    ContentFilterResults filters = failure.extension(ContentFilterResults.class);
    assertThat(filters.innerCode()).isEqualTo("ResponsibleAIPolicyViolation");
    assertThat(filters.prompt()).hasSize(1);
  }

  @Test
  void uncheckedAnswerSaysSo() {
    answer("azure/resp-filter-did-not-run");

    ChatResponse response = client(azure()).chat(ClientRig.PROMPT);

    assertThat(response.extension(ContentFilterResults.class).ran()).isFalse();
    assertThat(verdicts())
        .containsOnly(Map.entry(FOUND + "not_run", List.of("prompt", "completion")));
  }

  @Test
  void webPageOfTheGatewayIsAnErrorOfTheServer() {
    answer("azure/err-apim-500-html");

    LlmException failure = rig.failureOf(() -> client(azure()).chat(ClientRig.PROMPT));

    assertThat(failure.kind()).isEqualTo(ErrorKind.SERVER);
    assertThat(failure.status()).hasValue(500);
    assertThat(failure).hasMessageNotContaining("html");
    assertThat(attributes(rig.spans().get(0))).containsEntry("error.type", "500");
  }

  @Test
  void waitAndLimitsOfAzureAreUnderstood() {
    answer("azure/err-429-high-demand");

    LlmException failure = rig.failureOf(() -> client(azure()).chat(ClientRig.PROMPT));

    assertThat(failure.retryAfter()).hasValueSatisfying(wait -> assertThat(wait).hasSeconds(20));
    assertThat(failure.rateLimits().remainingTokens()).isEmpty();
    assertThat(failure.rateLimits().resetTokens())
        .hasValueSatisfying(reset -> assertThat(reset).isZero());
    assertThat(failure.rateLimits().remainingRequests()).hasValue(599);
  }

  @Test
  void ownIdOfTheRequestIsSentAndRepeated() throws InterruptedException {
    answer("azure/resp-basic-filters");

    client(azure().clientRequestId(() -> "order-7")).chat(ClientRig.PROMPT);

    assertThat(server.takeRequest().getHeaders().get("x-ms-client-request-id"))
        .isEqualTo("order-7");
  }

  @Test
  void requestWithoutOwnIdIsSentWithoutOne() throws InterruptedException {
    answer("azure/resp-basic-filters");

    client(azure().clientRequestId(() -> Map.<String, String>of().get("order")))
        .chat(ClientRig.PROMPT);

    assertThat(server.takeRequest().getHeaders().get("x-ms-client-request-id")).isNull();
  }

  private AzureOpenAi.Builder azure() {
    return AzureOpenAi.builder()
        .endpoint(server.url("/").toString())
        .apiKey(ClientRig.KEY)
        .deployment("chat-prod");
  }

  private ChatClient client(AzureOpenAi.Builder azure) {
    return rig.client(azure.build());
  }

  private void answer(String fixture) {
    Fixture recorded = FIXTURES.named(fixture);
    MockResponse.Builder answer = new MockResponse.Builder().code(recorded.status());
    Fixture.object(recorded.entry().get("headers"))
        .forEach((name, value) -> answer.addHeader(name, (String) value));
    server.enqueue(answer.body(new Buffer().write(recorded.bytes())).build());
  }

  /** The attributes of the one span that are our own. */
  private Map<String, Object> verdicts() {
    assertThat(rig.spans()).hasSize(1);
    Map<String, Object> own = attributes(rig.spans().get(0));
    own.keySet().removeIf(name -> !name.startsWith("llm."));
    return own;
  }

  private static Map<String, Object> attributes(SpanData span) {
    Map<String, Object> attributes = new TreeMap<>();
    span.getAttributes().forEach((key, value) -> attributes.put(key.getKey(), value));
    return attributes;
  }

  /** A span without what the conventions do not know, and docs/telemetry.md lists. */
  private static final class Standard extends DelegatingSpanData {
    Standard(SpanData span) {
      super(span);
    }

    @Override
    public Attributes getAttributes() {
      return super.getAttributes().toBuilder()
          .removeIf(key -> key.getKey().startsWith("llm.azure."))
          .build();
    }

    @Override
    public List<EventData> getEvents() {
      return super.getEvents().stream()
          .filter(event -> !event.getName().equals("llm.retry"))
          .toList();
    }
  }
}
