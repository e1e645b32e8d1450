package dev.telltale.functional;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.BreakerPolicy;
import dev.telltale.CallOptions;
import dev.telltale.CallReport;
import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.PlainProvider;
import dev.telltale.telemetry.GenAi;
import java.time.Duration;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an open circuit breaker does to calls. */
@Timeout(10)
final class BreakerTest {
  private static final BreakerPolicy QUICK =
      BreakerPolicy.builder().window(2).failureRate(1).openFor(Duration.ofMinutes(1)).build();

  @RegisterExtension final ClientRig rig = new ClientRig();

  @StartStop private final MockWebServer first = new MockWebServer();
  @StartStop private final MockWebServer second = new MockWebServer();

  @Test
  void openBreakerRefusesUnsent() {
    ChatClient client = rig.client(ClientRig.builder(provider(first)).breaker(QUICK));
    failTwice(client);

    LlmException refused = rig.failureOf(() -> client.chat(ClientRig.PROMPT));
    LlmException stream = rig.failureOf(() -> client.stream(ClientRig.PROMPT));

    assertThat(refused.kind()).isEqualTo(ErrorKind.REJECTED);
    assertThat(refused.retryAfter()).isPresent();
    assertThat(refused.report().attempts()).isEmpty();
    assertThat(refused).hasMessageContaining("left alone");
    assertThat(stream.kind()).isEqualTo(ErrorKind.REJECTED);
    assertThat(first.getRequestCount()).isEqualTo(2);
    assertThat(rig.spans()).hasSize(4);
    assertThat(rig.spans().get(3).getAttributes().get(GenAi.ERROR_TYPE)).isEqualTo("rejected");
  }

  @Test
  void refusedRequestsDoNotOpenIt() {
    ChatClient client = rig.client(ClientRig.builder(provider(first)).breaker(QUICK));
    for (int i = 0; i < 4; i++) {
      first.enqueue(new MockResponse.Builder().code(400).build());

      assertThat(rig.failureOf(() -> client.chat(ClientRig.PROMPT)).status()).hasValue(400);
    }
  }

  @Test
  void callsThatWereTooLateDoNotOpenIt() {
    ChatClient client = rig.client(ClientRig.builder(provider(first)).breaker(QUICK));
    CallOptions late = CallOptions.builder().deadline(Duration.ofNanos(1)).build();
    first.enqueue(new MockResponse.Builder().body("text Porto\nfinish stop").build());

    for (int i = 0; i < 4; i++) {
      ChatRequest request = ChatRequest.of(ClientRig.PROMPT);
      assertThat(rig.failureOf(() -> client.chat(request, late)).kind())
          .isEqualTo(ErrorKind.TIMEOUT);
    }

    assertThat(client.chat(ClientRig.PROMPT).text()).isEqualTo("Porto");
  }

  @Test
  void openBreakerLeadsToTheFallback() {
    ChatClient client =
        rig.client(
            ClientRig.builder(provider(first)).fallback(provider(second), "b").breaker(QUICK));
    for (int i = 0; i < 3; i++) {
      first.enqueue(new MockResponse.Builder().code(500).build());
      second.enqueue(new MockResponse.Builder().body("text Porto\nfinish stop").build());
    }
    client.chat(ClientRig.PROMPT);
    client.chat(ClientRig.PROMPT);

    ChatResponse response = client.chat(ClientRig.PROMPT);

    assertThat(first.getRequestCount()).isEqualTo(2);
    assertThat(response.report().candidates())
        .extracting(CallReport.Candidate::failure)
        .containsExactly(ErrorKind.REJECTED, null);
    assertThat(response.report().attempts()).hasSize(1);
  }

  @Test
  void thereIsNoneByDefault() {
    ChatClient client = rig.client(ClientRig.builder(provider(first)));
    for (int i = 0; i < 30; i++) {
      first.enqueue(new MockResponse.Builder().code(500).build());

      assertThat(rig.failureOf(() -> client.chat(ClientRig.PROMPT)).status()).hasValue(500);
    }
  }

  private void failTwice(ChatClient client) {
    for (int i = 0; i < 2; i++) {
      first.enqueue(new MockResponse.Builder().code(500).build());
      assertThat(rig.failureOf(() -> client.chat(ClientRig.PROMPT)).status()).hasValue(500);
    }
  }

  private static PlainProvider provider(MockWebServer server) {
    return PlainProvider.at(server.url("/").toString()).withKey(ClientRig.KEY);
  }
}
