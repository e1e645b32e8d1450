package dev.telltale.openai.functional;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.ChatClient;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.ProviderException;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.FaultServer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a server says about a failure is there on demand, without keys, and nowhere else. */
@Timeout(10)
class ErrorBodyTest {
  private static final String WRONG_KEY =
      "{\"error\":{\"message\":\"Incorrect API key provided: %s. See the docs.\","
          + "\"type\":\"invalid_request_error\",\"code\":\"invalid_api_key\"}}";

  @RegisterExtension final ClientRig rig = new ClientRig();

  @Test
  void bodyIsThereWithoutTheKey() {
    String json = WRONG_KEY.formatted(ClientRig.KEY);
    String headers = "openai-processing-ms: 12\r\nx-ratelimit-remaining-requests: 7\r\n";

    LlmException failure = failure(HttpText.status("401 Unauthorized", headers, json));

    assertThat(((ProviderException) failure).body())
        .isEqualTo(WRONG_KEY.formatted("***").replace("***.", "***"));
    assertThat(failure.getMessage()).doesNotContain("Incorrect");
    assertThat(failure.processingTime()).contains(Duration.ofMillis(12));
    assertThat(failure.rateLimits().remainingRequests()).hasValue(7);
  }

  @Test
  void errorUnderStatus200HasItsBodyToo() {
    String json = "{\"error\":{\"message\":\"Slow down\",\"code\":429}}";

    LlmException failure = failure(HttpText.ok(json));

    assertThat(failure.kind()).isEqualTo(ErrorKind.RATE_LIMIT);
    assertThat(((ProviderException) failure).body()).isEqualTo(json);
  }

  @Test
  void errorUnderStatus200MayAskForAWait() {
    String error = "{\"error\":{\"message\":\"Slow down\",\"code\":429}}";
    String head = "HTTP/1.1 200 OK\r\nRetry-After: 300\r\nConnection: close\r\nContent-Type: ";
    AtomicInteger sent = new AtomicInteger();
    try (FaultServer server =
        FaultServer.start(
            connection -> {
              boolean whole = sent.incrementAndGet() == 1;
              connection.send(
                  whole
                      ? head + "application/json\r\n\r\n" + error
                      : head + "text/event-stream\r\n\r\ndata: " + error + "\n\n");
              connection.end();
            })) {
      ChatClient client = rig.client(HttpText.provider(server.url()));

      LlmException whole = rig.failureOf(() -> client.chat(ClientRig.PROMPT));
      LlmException stream = rig.failureOf(() -> client.stream(ClientRig.PROMPT));

      assertThat(whole.retryAfter()).contains(Duration.ofMinutes(5));
      assertThat(stream.retryAfter()).contains(Duration.ofMinutes(5));
      assertThat(sent).as("a longer wait than is kept ends the call").hasValue(2);
    }
  }

  @Test
  void longBodyIsCut() {
    String json = "{\"error\":{\"message\":\"" + "word ".repeat(20_000) + "\"}}";

    LlmException failure = failure(HttpText.status("400 Bad Request", "", json));

    assertThat(((ProviderException) failure).body()).hasSize(8192);
  }

  @Test
  void knownDeadEndHasAHint() {
    String json =
        "{\"error\":{\"type\":\"invalid_request_error\",\"param\":\"reasoning_effort\",\"code\":null}}";

    LlmException failure = failure(HttpText.status("400 Bad Request", "", json));

    assertThat(failure).hasMessageContaining("reasoningEffort(\"none\")");
  }

  private LlmException failure(String answer) {
    try (FaultServer server = FaultServer.start(connection -> connection.send(answer))) {
      ChatClient client = rig.client(HttpText.provider(server.url()));
      return rig.failureOf(() -> client.chat(ClientRig.PROMPT));
    }
  }
}
