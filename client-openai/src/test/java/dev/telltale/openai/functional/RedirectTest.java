package dev.telltale.openai.functional;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.CallOptions;
import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.LlmException;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.FaultServer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects are errors: nobody else gets the key or the prompt. */
@Timeout(10)
class RedirectTest {
  @RegisterExtension final ClientRig rig = new ClientRig();

  @ParameterizedTest
  @ValueSource(ints = {300, 301, 302, 303, 307, 308})
  void redirectIsNotFollowed(int status) {
    try (FaultServer other =
        FaultServer.start(connection -> connection.send(HttpText.ok(HttpText.answer("stolen"))))) {
      for (String target : targets(other)) {
        try (FaultServer server = redirecting(status, target)) {
          ChatClient client = rig.client(HttpText.provider(server.url()));

          LlmException failure = rig.failureOf(() -> client.chat(request(), canaries()));

          assertThat(failure.status()).hasValue(status);
          assertThat(failure).hasMessageContaining(hostOf(target)).hasMessageNotContaining("token");
          assertThat(server.requests()).hasSize(1);
        }
      }
      assertThat(other.connectionCount()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {307, 308})
  void redirectIsNotFollowed_stream(int status) {
    try (FaultServer other = FaultServer.start(connection -> connection.send("never"));
        FaultServer server = redirecting(status, other.url())) {
      ChatClient client = rig.client(HttpText.provider(server.url()));

      LlmException failure = rig.failureOf(() -> client.stream(request(), canaries()));

      assertThat(failure.status()).hasValue(status);
      assertThat(server.requests()).hasSize(1);
      assertThat(other.connectionCount()).isZero();
    }
  }

  /** Another port, another host, another scheme, and the same server by a path of its own. */
  private static String[] targets(FaultServer other) {
    String query = "/steal?token=1";
    return new String[] {
      other.url() + query,
      other.url().replace("127.0.0.1", "localhost") + query,
      other.url().replace("http:", "https:") + query,
      "/v2/chat/completions?token=1"
    };
  }

  private static String hostOf(String target) {
    return target.contains("localhost") ? "localhost" : "127.0.0.1";
  }

  private static FaultServer redirecting(int status, String target) {
    String answer = HttpText.status(status + " Elsewhere", "Location: " + target + "\r\n", "{}");
    return FaultServer.start(connection -> connection.send(answer));
  }

  private static ChatRequest request() {
    return ChatRequest.of(ClientRig.PROMPT);
  }

  private static CallOptions canaries() {
    return CallOptions.builder()
        .header("api-key", ClientRig.KEY)
        .header("x-api-key", ClientRig.KEY)
        .header("Cookie", ClientRig.KEY)
        .build();
  }
}
