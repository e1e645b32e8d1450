package dev.telltale.functional;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.CallOptions;
import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.Cost;
import dev.telltale.Telemetry;
import dev.telltale.provider.TelemetryAttributes;
import dev.telltale.provider.TelemetryKey;
import dev.telltale.rig.PlainProvider;
import dev.telltale.rig.RecordedTelemetry;
import dev.telltale.telemetry.ContentCapture;
import dev.telltale.telemetry.Conventions;
import dev.telltale.telemetry.GenAi;
import dev.telltale.telemetry.TelemetryOptions;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.math.BigDecimal;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An SDK keeps 128 attributes of a span, the first ones: ours are always among them. */
@Timeout(20)
class AttributeLimitTest {
  private static final int MANY = 130;
  private static final int GIVEN = 50;

  @StartStop private final MockWebServer server = new MockWebServer();

  private final RecordedTelemetry recorded = RecordedTelemetry.create();

  @AfterEach
  void close() {
    recorded.close();
  }

  @Test
  void manyTagsCostNoAttributeOfOurs() {
    CallOptions.Builder tagged = CallOptions.builder().conversationId("c-1").promptName("p");
    for (int i = 0; i < MANY; i++) {
      tagged.tag("tag." + i, "v");
    }

    call(PlainProvider.at(url()), tagged.build());

    SpanData span = recorded.span();
    assertOursAreThere(span);
    assertThat(span.getAttributes().get(key("tag." + (GIVEN - 1)))).isEqualTo("v");
    assertThat(span.getAttributes().get(key("tag." + GIVEN))).isNull();
    assertThat(recorded.sum(GenAi.TELEMETRY_FAILURES)).isEqualTo(MANY - GIVEN);
    assertOursAreThere(recorded.events(GenAi.DETAILS_EVENT).get(0).getAttributes());
  }

  @Test
  void manyPromptVariablesCostNoAttributeOfOurs() {
    CallOptions.Builder filled = CallOptions.builder().promptName("p").tag("team", "search");
    for (int i = 0; i < MANY; i++) {
      filled.promptVariable("v" + i, "v");
    }

    call(PlainProvider.at(url()), filled.build(), TelemetryOptions.builder());

    assertOursAreThere(recorded.span());
    assertOursAreThere(recorded.events(GenAi.DETAILS_EVENT).get(0).getAttributes());
    assertThat(recorded.sum(GenAi.TELEMETRY_FAILURES)).isEqualTo(MANY + 1 - GIVEN);
  }

  @Test
  void muchBaggageCostsNoAttributeOfOurs() {
    BaggageBuilder baggage = Baggage.builder();
    TelemetryOptions.Builder reported = TelemetryOptions.builder();
    for (int i = 0; i < MANY; i++) {
      baggage.put("bag." + i, "v");
      reported.baggageKey("bag." + i);
    }

    try (Scope scope = baggage.build().makeCurrent()) {
      assertThat(scope).isNotNull();
      call(PlainProvider.at(url()), CallOptions.builder().tag("team", "search").build(), reported);
    }

    SpanData span = recorded.span();
    assertOursAreThere(span);
    assertThat(span.getAttributes().get(key("team"))).isEqualTo("search");
    assertThat(recorded.sum(GenAi.TELEMETRY_FAILURES)).isEqualTo(MANY + 1 - GIVEN);
  }

  @Test
  void talkativeAdapterCostsNoAttributeOfOurs() {
    PlainProvider talkative = PlainProvider.at(url()).describingAnswers(AttributeLimitTest::talk);
    CallOptions.Builder tagged = CallOptions.builder();
    for (int i = 0; i < GIVEN; i++) {
      tagged.tag("tag." + i, "v");
    }

    call(talkative, tagged.build());

    assertOursAreThere(recorded.span());
    assertThat(recorded.sum(GenAi.TELEMETRY_FAILURES)).isEqualTo(MANY - 16);
  }

  private static void talk(TelemetryAttributes attributes) {
    for (int i = 0; i < MANY; i++) {
      attributes.put(new TelemetryKey("vendor." + i, TelemetryKey.Scope.SPAN), "v");
    }
  }

  private static void assertOursAreThere(SpanData span) {
    assertThat(span.getTotalAttributeCount()).isEqualTo(span.getAttributes().size());
    assertOursAreThere(span.getAttributes());
  }

  private static void assertOursAreThere(Attributes attributes) {
    assertThat(attributes.get(GenAi.RESPONSE_MODEL)).isEqualTo("m");
    assertThat(attributes.get(GenAi.RESPONSE_FINISH_REASONS)).containsExactly("stop");
    assertThat(attributes.get(GenAi.USAGE_INPUT_TOKENS)).isEqualTo(3);
    assertThat(attributes.get(GenAi.USAGE_OUTPUT_TOKENS)).isEqualTo(5);
    assertThat(attributes.get(GenAi.USAGE_COST_AMOUNT)).isEqualTo(0.25);
    assertThat(attributes.get(GenAi.COST_STATUS)).isEqualTo("priced");
    assertThat(attributes.get(GenAi.LLM_TOTAL_TOKENS)).isEqualTo(8);
    assertThat(attributes.asMap().keySet())
        .extracting(AttributeKey::getKey)
        .contains(GenAi.INPUT_MESSAGES, GenAi.OUTPUT_MESSAGES);
  }

  private void call(PlainProvider provider, CallOptions options) {
    call(provider, options, TelemetryOptions.builder());
  }

  private void call(
      PlainProvider provider, CallOptions options, TelemetryOptions.Builder reported) {
    server.enqueue(
        new MockResponse.Builder()
            .body("id a-1\nmodel m\ntext Porto\nfinish stop\nusage 3 5\n")
            .build());
    reported
        .conventions(Conventions.BOTH)
        .contentCapture(ContentCapture.BOTH)
        .articleNames()
        .usageCost();
    Telemetry telemetry =
        Telemetry.builder()
            .openTelemetry(recorded.openTelemetry())
            .costModel(billed -> Cost.of(new BigDecimal("0.25"), null, List.of()))
            .options(reported.build())
            .build();
    try (ChatClient client = ChatClient.builder(provider).telemetry(telemetry).build()) {
      client.chat(ChatRequest.of("Porto?"), options);
    }
  }

  private static AttributeKey<String> key(String name) {
    return AttributeKey.stringKey(name);
  }

  private String url() {
    return "http://localhost:" + server.getPort();
  }
}
