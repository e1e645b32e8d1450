package dev.telltale.openai.functional;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.ChatClient;
import dev.telltale.ChatResponse;
import dev.telltale.ChatStream;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.StreamOutcome;
import dev.telltale.rig.ClientRig;
import dev.telltale.rig.FaultServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server that answers a stream request with something else. */
@Timeout(10)
class StreamContentTypeTest {
  private static final String RATE_LIMIT =
      "{\"error\":{%s\"message\":\"m\",\"type\":\"tokens\",\"code\":\"rate_limit_exceeded\"}}";

  @RegisterExtension final ClientRig rig = new ClientRig();

  @Test
  void wholeAnswerIsReadAsStream() {
    try (FaultServer server = answering(HttpText.ok(HttpText.answer("whole")))) {
      ChatClient client = rig.client(HttpText.provider(server.url()));
      List<String> pieces = new ArrayList<>();

      try (ChatStream stream = client.stream(ClientRig.PROMPT)) {
        ChatResponse response = stream.forEachText(pieces::add);

        assertThat(pieces).containsExactly("whole");
        assertThat(response.usage().outputTokens()).hasValue(5);
        assertThat(stream.outcome()).hasValue(StreamOutcome.COMPLETED);
      }
    }
  }

  @Test
  void errorObjectWithStatus200IsTyped() {
    try (FaultServer server = answering(HttpText.ok(RATE_LIMIT.formatted("")))) {
      ChatClient client = rig.client(HttpText.provider(server.url()));

      LlmException failure = rig.failureOf(() -> client.stream(ClientRig.PROMPT));

      assertThat(failure.kind()).isEqualTo(ErrorKind.RATE_LIMIT);
    }
  }

  @Test
  void webPageIsMalformed() {
    String page =
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>";
    try (FaultServer server = answering(page)) {
      ChatClient client = rig.client(HttpText.provider(server.url()));

      LlmException failure = rig.failureOf(() -> client.stream(ClientRig.PROMPT));

      assertThat(failure.kind()).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
    }
  }

  @Test
  void emptyAnswerIsTruncated() {
    String empty =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 0\r\n\r\n";
    try (FaultServer server = answering(empty)) {
      ChatClient client = rig.client(HttpText.provider(server.url()));

      LlmException failure = rig.failureOf(() -> client.stream(ClientRig.PROMPT));

      assertThat(failure.kind()).isEqualTo(ErrorKind.STREAM_TRUNCATED);
    }
  }

  @Test
  void errorBodyUpTo64KibIsRead() {
    String json = RATE_LIMIT.formatted(" ".repeat(64 * 1024 - RATE_LIMIT.length() + 2));
    try (FaultServer server = answering(HttpText.status("429 Slow", "", json))) {
      ChatClient client = rig.client(HttpText.provider(server.url()));

      LlmException failure = rig.failureOf(() -> client.stream(ClientRig.PROMPT));

      assertThat(json).hasSize(64 * 1024);
      assertThat(failure.status()).hasValue(429);
      assertThat(failure.details().code()).isEqualTo("rate_limit_exceeded");
    }
  }

  @Test
  @Timeout(5)
  void endlessErrorBodyIsNotAwaited() {
    String head = "HTTP/1.1 500 Oops\r\nContent-Type: application/json\r\n\r\n";
    try (FaultServer server =
        FaultServer.start(
            connection -> {
              connection.send(head + " ".repeat(64 * 1024 + 1));
              connection.awaitEnd();
            })) {
      ChatClient client = rig.client(HttpText.provider(server.url()));

      LlmException failure = rig.failureOf(() -> client.stream(ClientRig.PROMPT));

      assertThat(failure.kind()).isEqualTo(ErrorKind.SERVER);
      assertThat(failure.status()).hasValue(500);
    }
  }

  private static FaultServer answering(String answer) {
    return FaultServer.start(connection -> connection.send(answer));
  }
}
