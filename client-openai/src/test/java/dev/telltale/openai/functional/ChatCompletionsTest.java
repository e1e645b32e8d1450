package dev.telltale.openai.functional;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.AuthenticationException;
import dev.telltale.ChatClient;
import dev.telltale.ChatResponse;
import dev.telltale.ChatStream;
import dev.telltale.ErrorKind;
import dev.telltale.FinishReason;
import dev.telltale.LlmException;
import dev.telltale.StreamException;
import dev.telltale.StreamOutcome;
import dev.telltale.openai.OpenAi;
import dev.telltale.openai.wire.SchemaRequestCheck;
import dev.telltale.rig.ClientRig;
import java.util.ArrayList;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The protocol from end to end. */
@Timeout(10)
class ChatCompletionsTest {
  @StartStop private final MockWebServer server = new MockWebServer();
  @RegisterExtension final ClientRig rig = new ClientRig();
  private ChatClient client;

  @BeforeEach
  void openClient() {
    client =
        rig.client(
            OpenAi.builder()
                .baseUrl(server.url("/v1").toString())
                .apiKey(ClientRig.KEY)
                .model("gpt-5-mini")
                .build());
  }

  @AfterEach
  void requestsKeepToSchema() throws InterruptedException {
    SchemaRequestCheck.checkRest(server);
  }

  @Test
  void wholeAnswerArrives() throws InterruptedException {
    json(200, "{\"id\":\"c\",\"choices\":[{\"message\":{\"content\":\"Elbe\"}}]}");

    ChatResponse response = client.chat(ClientRig.PROMPT);

    assertThat(response.text()).isEqualTo("Elbe");
    RecordedRequest request = server.takeRequest();
    assertThat(request.getTarget()).isEqualTo("/v1/chat/completions");
    assertThat(request.getBody().utf8())
        .isEqualTo(
            "{\"model\":\"gpt-5-mini\",\"messages\":"
                + "[{\"role\":\"user\",\"content\":\""
                + ClientRig.PROMPT
                + "\"}]}");
  }

  @Test
  void streamArrivesPieceByPiece() {
    stream(
        """
        data: {"choices":[{"delta":{"content":"El"}}]}

        data: {"choices":[{"delta":{"content":"be"},"finish_reason":"stop"}]}

        data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}}

        data: [DONE]

        """);
    List<String> pieces = new ArrayList<>();

    try (ChatStream stream = client.stream(ClientRig.PROMPT)) {
      ChatResponse response = stream.forEachText(pieces::add);

      assertThat(pieces).containsExactly("El", "be");
      assertThat(response.text()).isEqualTo("Elbe");
      assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
      assertThat(response.usage().outputTokens()).hasValue(2);
      assertThat(stream.outcome()).contains(StreamOutcome.COMPLETED);
    }
  }

  @Test
  void errorInStreamKeepsThePart() {
    stream(
        """
        data: {"choices":[{"delta":{"content":"El"}}]}

        data: {"error":{"message":"m","type":"server_error","code":"overloaded"}}

        """);

    StreamException failure = (StreamException) rig.failureOf(this::read);

    assertThat(failure.kind()).isEqualTo(ErrorKind.SERVER);
    assertThat(failure.outcome()).isEqualTo(StreamOutcome.PROVIDER_ERROR);
    assertThat(failure.partial().text()).isEqualTo("El");
  }

  @Test
  void malformedEventEndsStream() {
    stream(
        """
        data: {"choices":[{"delta":{"content":"El"}}]}

        data: {"choices":[{"cut

        """);

    StreamException failure = (StreamException) rig.failureOf(this::read);

    assertThat(failure.outcome()).isEqualTo(StreamOutcome.MALFORMED);
    assertThat(failure.partial().text()).isEqualTo("El");
  }

  @Test
  void refusedKeyIsTypedAndUnquoted() {
    json(
        401,
        "{\"error\":{\"message\":\"Incorrect API key provided: "
            + ClientRig.KEY
            + "\","
            + "\"type\":\"invalid_request_error\",\"code\":\"invalid_api_key\"}}");

    LlmException failure = rig.failureOf(() -> client.chat(ClientRig.PROMPT));

    assertThat(failure).isInstanceOf(AuthenticationException.class);
    assertThat(failure.kind()).isEqualTo(ErrorKind.AUTHENTICATION);
    assertThat(failure.status()).hasValue(401);
  }

  private void read() {
    try (ChatStream stream = client.stream(ClientRig.PROMPT)) {
      stream.forEachText(text -> {});
    }
  }

  private void json(int status, String body) {
    server.enqueue(
        new MockResponse.Builder()
            .code(status)
            .setHeader("Content-Type", "application/json")
            .body(body)
            .build());
  }

  private void stream(String body) {
    server.enqueue(
        new MockResponse.Builder()
            .setHeader("Content-Type", "text/event-stream")
            .body(body)
            .build());
  }
}
