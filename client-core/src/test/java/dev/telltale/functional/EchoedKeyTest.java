package dev.telltale.functional;

import static dev.telltale.rig.PlainLines.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.CallOptions;
import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.ChatStream;
import dev.telltale.LlmException;
import dev.telltale.RetryPolicy;
import dev.telltale.Telemetry;
import dev.telltale.Tool;
import dev.telltale.provider.Credential;
import dev.telltale.provider.Secret;
import dev.telltale.provider.TelemetryKey;
import dev.telltale.rig.PlainProvider;
import dev.telltale.rig.RecordedTelemetry;
import dev.telltale.telemetry.ContentCapture;
import dev.telltale.telemetry.Conventions;
import dev.telltale.telemetry.TelemetryOptions;
import dev.telltale.tools.ToolLoop;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that repeats the key it was sent, wherever an answer has a word of the server's own. */
@Timeout(20)
class EchoedKeyTest {
  private static final TelemetryKey TIER =
      new TelemetryKey("openai.response.service_tier", TelemetryKey.Scope.SPAN_AND_METRICS);
  private static final TelemetryKey FOUND =
      new TelemetryKey("vendor.found", TelemetryKey.Scope.SPAN);
  private static final Tool ECHO = Tool.of("echo", "Says it again", Said.class, Said::name);

  @StartStop private final MockWebServer server = new MockWebServer();

  private final RecordedTelemetry recorded = RecordedTelemetry.create();
  private final CanaryScan scan = new CanaryScan();

  @AfterEach
  void restore() {
    scan.close();
    recorded.close();
  }

  static Stream<Arguments> keysAndPlaces() {
    return CanaryTest.KEYS.stream()
        .flatMap(key -> Stream.of(Place.values()).map(place -> Arguments.of(key, place)));
  }

  @ParameterizedTest
  @MethodSource("keysAndPlaces")
  void keyThatIsRepeatedStaysUnseen(String key, Place place) {
    PlainProvider provider = describing(place.provider(url(), key), key);
    CallOptions options = place.options(key);
    try (ChatClient client =
        ChatClient.builder(provider)
            .telemetry(telemetry())
            .retry(
                RetryPolicy.builder()
                    .maxRetries(1)
                    .backoff(Duration.ofMillis(1), Duration.ofMillis(1))
                    .build())
            .build()) {
      whole(client, options, key);
      streamed(client, options, key);
      wholeInPlaceOfStream(client, options, key);
      refused(client, options, key);
      looped(client, options, key);
    }
    scan.see(recorded.spans(), recorded.metrics(), recorded.events());

    assertThat(recorded.spans()).hasSize(9);
    assertThat(recorded.spans().toString()).contains("***", "gen_ai.tool.call.arguments");
    CanaryScan.assertAbsent(key, scan.text());
  }

  @Test
  void wordsOfHeadersThatAreNoSecretsStay() {
    server.enqueue(answer("id a-1\nmodel gpt-4o-mini-2024-07-18\nfinish stop\n", "r-1"));
    CallOptions options =
        CallOptions.builder().header("x-route-to", "gpt-4o-mini-2024-07-18").build();

    try (ChatClient client =
        ChatClient.builder(PlainProvider.at(url()).withKey("sk-no-key-required"))
            .telemetry(recorded.telemetry())
            .build()) {
      assertThat(client.chat(ChatRequest.of("Porto?"), options).model())
          .isEqualTo("gpt-4o-mini-2024-07-18");
    }
  }

  private void whole(ChatClient client, CallOptions options, String key) {
    server.enqueue(new MockResponse.Builder().code(503).addHeader("x-request-id", key).build());
    server.enqueue(answer(lines(key), key));

    see(client.chat(ChatRequest.of("Repeat " + key), options));
  }

  private void streamed(ChatClient client, CallOptions options, String key) {
    server.enqueue(events(event(lines(key).split("\n")) + event("done"), key));

    try (ChatStream stream = client.stream(ChatRequest.of("Porto?"), options)) {
      stream.forEach(scan::see);
      see(stream.response());
    }
  }

  private void wholeInPlaceOfStream(ChatClient client, CallOptions options, String key) {
    server.enqueue(
        answer(lines(key), key).newBuilder().addHeader("Content-Type", "application/json").build());

    try (ChatStream stream = client.stream(ChatRequest.of("Porto?"), options)) {
      stream.forEach(scan::see);
      see(stream.response());
    }
  }

  private void refused(ChatClient client, CallOptions options, String key) {
    server.enqueue(
        answer(key, key).newBuilder().code(400).body("code " + key + " of " + key).build());
    server.enqueue(
        answer("", key).newBuilder().code(307).addHeader("Location", "http://" + key).build());

    for (int i = 0; i < 2; i++) {
      try {
        scan.see(client.chat(ChatRequest.of("Porto?"), options));
      } catch (LlmException failure) {
        scan.see(failure);
        scan.see(failure.report(), failure.report().attempts(), failure.requestId());
      }
    }
  }

  private void looped(ChatClient client, CallOptions options, String key) {
    String said = "{\"name\":\"" + key + "\"}";
    server.enqueue(answer("model m\ncall " + key + " echo " + said + "\nfinish tools\n", key));
    server.enqueue(answer("model m\ntext " + key + "\nfinish stop\n", key));

    scan.see(ToolLoop.of(client, List.of(ECHO)).run(ChatRequest.of("Porto?"), options));
  }

  private void see(ChatResponse response) {
    scan.see(response, response.id(), response.choices(), response.requestId());
    scan.see(response.choices().get(0).message().toolCalls(), response.headers());
    scan.see(response.report(), response.report().attempts());
  }

  private static String lines(String key) {
    return String.join(
        "\n",
        "id chat-" + key,
        "model " + key,
        "tier " + key,
        "text " + key,
        "call " + key + " " + key + " {\"a\":\"" + key + "\"}",
        "finish " + key,
        "");
  }

  private Telemetry telemetry() {
    return Telemetry.builder()
        .openTelemetry(recorded.openTelemetry())
        .options(
            TelemetryOptions.builder()
                .conventions(Conventions.BOTH)
                .contentCapture(ContentCapture.BOTH)
                .articleNames()
                .dashboardMetrics()
                .build())
        .listener(ended -> scan.see(ended, ended.report()))
        .build();
  }

  private static PlainProvider describing(PlainProvider provider, String key) {
    return provider.describingAnswers(
        attributes -> {
          attributes.put(TIER, key);
          attributes.put(FOUND, List.of("violence:" + key));
        });
  }

  private static MockResponse answer(String body, String key) {
    return new MockResponse.Builder().addHeader("x-request-id", key).body(body).build();
  }

  private static MockResponse events(String body, String key) {
    return new MockResponse.Builder()
        .addHeader("Content-Type", "text/event-stream")
        .addHeader("x-request-id", key)
        .body(body)
        .build();
  }

  private String url() {
    return "http://localhost:" + server.getPort();
  }

  record Said(String name) {
    @Override
    public String toString() {
      return "Said";
    }
  }

  /** Where the key is sent. */
  enum Place {
    BEARER,
    TOKENS,
    OWN_HEADER,
    QUERY,
    HEADER_OF_THE_CALL,
    QUERY_OF_THE_CALL;

    PlainProvider provider(String url, String key) {
      PlainProvider plain = PlainProvider.at(url);
      return switch (this) {
        case BEARER -> plain.withKey(key);
        case TOKENS -> plain.withTokens(() -> key);
        case OWN_HEADER -> plain.with(Credential.header("x-gateway", Secret.of(key)));
        case QUERY -> plain.withQuery("api-key", key);
        default -> plain;
      };
    }

    CallOptions options(String key) {
      return switch (this) {
        case HEADER_OF_THE_CALL -> CallOptions.builder().header("x-tenant-token", key).build();
        case QUERY_OF_THE_CALL -> CallOptions.builder().query("key", key).build();
        default -> CallOptions.none();
      };
    }
  }
}
