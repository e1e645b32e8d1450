package dev.telltale.openai.functional;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.ChatClient;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.FaultServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One attempt is one HTTP exchange: OkHttp sends nothing again behind our back. */
@Timeout(10)
class SingleExchangeTest {
  @RegisterExtension final ClientRig rig = new ClientRig();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "408 Request Timeout",
        "421 Misdirected Request",
        "425 Too Early",
        "503 Service Unavailable"
      })
  void refusalIsNotSentAgain(String status) {
    String refusal = HttpText.status(status, "Retry-After: 0\r\n", "{}");
    try (FaultServer server = FaultServer.start(connection -> connection.send(refusal))) {
      ChatClient client = rig.client(HttpText.provider(server.url()));

      LlmException whole = rig.failureOf(() -> client.chat(ClientRig.PROMPT));
      LlmException stream = rig.failureOf(() -> client.stream(ClientRig.PROMPT));

      int code = Integer.parseInt(status.substring(0, 3));
      assertThat(whole.status()).hasValue(code);
      assertThat(stream.status()).hasValue(code);
      assertThat(server.requests()).hasSize(2);
    }
  }

  @Test
  void refusalDemandingCredentialsIsNotSentAgain() {
    String refusal =
        HttpText.status("401 Unauthorized", "WWW-Authenticate: Basic realm=\"x\"\r\n", "{}");
    try (FaultServer server = FaultServer.start(connection -> connection.send(refusal))) {
      ChatClient client = rig.client(HttpText.provider(server.url()));

      LlmException failure = rig.failureOf(() -> client.chat(ClientRig.PROMPT));

      assertThat(failure.kind()).isEqualTo(ErrorKind.AUTHENTICATION);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void brokenPooledConnectionIsNotSentAgain() {
    try (FaultServer server =
        FaultServer.start(
            connection -> {
              if (connection.requestCount() == 1) {
                connection.send(HttpText.ok(HttpText.answer("one")));
              } else {
                connection.reset();
              }
            })) {
      ChatClient client = rig.client(HttpText.provider(server.url()));
      client.chat(ClientRig.PROMPT);

      LlmException failure = rig.failureOf(() -> client.chat(ClientRig.PROMPT));

      assertThat(failure.kind()).isEqualTo(ErrorKind.CONNECTION);
      assertThat(server.requests()).hasSize(2);
      assertThat(server.connectionCount()).isEqualTo(1);
    }
  }
}
