package dev.telltale.functional;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.CallOptions;
import dev.telltale.ChatClient;
import dev.telltale.Telemetry;
import dev.telltale.rig.PlainProvider;
import dev.telltale.rig.RecordedTelemetry;
import dev.telltale.telemetry.GenAi;
import io.opentelemetry.api.GlobalOpenTelemetry;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that is built before the application has set up its OpenTelemetry. */
@Timeout(10)
class LateOpenTelemetryTest {
  @StartStop private final MockWebServer server = new MockWebServer();
  private final RecordedTelemetry recorded = RecordedTelemetry.create();

  @AfterEach
  void forget() {
    GlobalOpenTelemetry.resetForTest();
    recorded.close();
  }

  @Test
  void clientReportsOnceThereIsAGlobalOne() {
    try (ChatClient client = client(Telemetry.builder().build())) {
      ChatClient derived = client.with(CallOptions.builder().conversationId("c").build());
      chat(client);

      GlobalOpenTelemetry.set(recorded.openTelemetry());
      chat(client);
      chat(client);
      chat(derived);
    }

    assertThat(recorded.spans()).hasSize(3);
    assertThat(recorded.histogram(GenAi.OPERATION_DURATION))
        .singleElement()
        .satisfies(point -> assertThat(point.getCount()).isEqualTo(3));
  }

  @Test
  void clientThatIsToReportNowhereStaysSo() {
    try (ChatClient client = client(Telemetry.off())) {
      GlobalOpenTelemetry.set(recorded.openTelemetry());
      chat(client);
    }

    assertThat(recorded.started()).isZero();
  }

  private ChatClient client(Telemetry telemetry) {
    return ChatClient.builder(PlainProvider.at("http://localhost:" + server.getPort()))
        .telemetry(telemetry)
        .build();
  }

  private void chat(ChatClient client) {
    server.enqueue(new MockResponse.Builder().body("text Porto\nfinish stop\n").build());

    assertThat(client.chat("Porto?").text()).isEqualTo("Porto");
  }
}
