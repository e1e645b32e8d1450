package dev.telltale.functional;

import static dev.telltale.rig.PlainLines.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.telltale.CallOptions;
import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.ChatStream;
import dev.telltale.LlmException;
import dev.telltale.StreamException;
import dev.telltale.provider.AnswerForm;
import dev.telltale.provider.Credential;
import dev.telltale.provider.Secret;
import dev.telltale.provider.WireRequest;
import dev.telltale.rig.PlainProvider;
import dev.telltale.rig.RecordedTelemetry;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect.ShutdownConnection;
import mockwebserver3.junit5.StartStop;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Keys, prompts and answers stay out of everything a call leaves behind. */
@Timeout(20)
class CanaryTest {
  static final List<String> KEYS =
      List.of(
          "sk-proj-7Hq2mZ0vXw9RkT4bLs8NcYp3",
          "9f2c4e7ab1d05836e4c7f2019a8bd563",
          "4Qv9ZtB2mKx7LwR3nYp6HsD1cJf8GaT5eUo0iVqXzNbMkPlWrSyEhCuFjAgOdI2t4Q6w8E0r1T3y5U7i9OpA",
          "eyJ0eXAiOiJKV1QifQ.eyJhdWQiOiJjYW5hcnkifQ.Zk3vQ9xLw7RtYp2NsHb5");

  static final String PROMPT = "prompt canary 5b8e2d90c7f14a63e0";
  static final String ANSWER = "answer canary a46d19e3f082c95b17";

  @StartStop private final MockWebServer server = new MockWebServer();

  private final RecordedTelemetry recorded = RecordedTelemetry.create();
  private final CanaryScan scan = new CanaryScan();

  @AfterEach
  void restore() {
    scan.close();
    recorded.close();
  }

  @ParameterizedTest
  @FieldSource("KEYS")
  void nothingSecretIsLeftBehind(String key) {
    enqueueEverything(key);
    ChatRequest request = ChatRequest.builder().instructions(PROMPT).user(PROMPT).build();
    CallOptions options =
        CallOptions.builder().header("x-extra-key", key).conversationId("c-7").build();
    PlainProvider provider = PlainProvider.at(url()).withQuery("api-key", key).withKey(key);

    try (ChatClient client =
        ChatClient.builder(provider).maxBodyBytes(10_000).telemetry(recorded.telemetry()).build()) {
      scan.see(client, request, options, provider.info(), provider.credential(), Secret.of(key));
      WireRequest wire = provider.encode(request, "m", AnswerForm.WHOLE);
      scan.see(
          wire, wire.headers(), wire.body(), Credential.bearer(Secret.of(key)), options.headers());
      while (server.getRequestCount() < 6) {
        whole(client, request, options);
      }
      while (server.getRequestCount() < 13) {
        stream(client, request, options);
      }
    }
    scan.seeThreads();
    scan.see(recorded.spans(), recorded.metrics(), recorded.events());

    assertThat(recorded.spans()).hasSize(13);
    assertThat(scan.text()).contains("ErrorDetails[", "ChatRequest[", "OkHttp");
    for (String canary : List.of(key, PROMPT, ANSWER)) {
      CanaryScan.assertAbsent(canary, scan.text());
    }
  }

  @Test
  void scanFindsWhatItLooksFor() {
    String hidden = "log: " + ByteString.encodeUtf8(KEYS.get(0)).base64() + " end";

    assertThat(catchThrowable(() -> CanaryScan.assertAbsent(KEYS.get(0), hidden)))
        .isInstanceOf(AssertionError.class);
    assertThat(catchThrowable(() -> CanaryScan.assertAbsent(PROMPT, "x" + PROMPT.substring(5, 20))))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void contentIsThereForWhoAsks() {
    server.enqueue(new MockResponse.Builder().body("text " + ANSWER + "\nfinish stop\n").build());

    try (ChatClient client =
        ChatClient.builder(PlainProvider.at(url())).telemetry(recorded.telemetry()).build()) {
      assertThat(client.chat(PROMPT).text()).isEqualTo(ANSWER);
    }
  }

  /** Six whole answers, then seven streams, good and bad, each with all the canaries in it. */
  private void enqueueEverything(String key) {
    String echo = key + " " + PROMPT + " " + ANSWER;
    server.enqueue(answer(200, "model m\ntext " + ANSWER + "\nfinish stop\nusage 3 5\n", key));
    server.enqueue(answer(401, echo, key));
    server.enqueue(answer(400, echo, key));
    server.enqueue(answer(200, "not lines: " + echo, key));
    server.enqueue(answer(200, "text " + ANSWER.repeat(1_000), key));
    server.enqueue(answer(307, echo, key));
    String first = event("model m", "text " + ANSWER);
    server.enqueue(events(first + event("finish stop") + event("done"), key));
    server.enqueue(events(first + event("error " + echo), key));
    server.enqueue(events(first + event("not a line " + echo), key));
    server.enqueue(events(first, key));
    server.enqueue(events(first + event("text " + ANSWER.repeat(1_000)), key));
    server.enqueue(events(event("bug " + echo), key));
    server.enqueue(
        events(first.repeat(20), key)
            .newBuilder()
            .onResponseBody(ShutdownConnection.INSTANCE)
            .build());
  }

  private void whole(ChatClient client, ChatRequest request, CallOptions options) {
    try {
      ChatResponse response = client.chat(request, options);
      scan.see(response, response.choices(), response.choices().get(0).message().parts());
      scan.see(response.usage(), response.headers(), response.report(), response.cost());
    } catch (LlmException failure) {
      scan.see(failure);
    }
  }

  private void stream(ChatClient client, ChatRequest request, CallOptions options) {
    try (ChatStream stream = client.stream(request, options)) {
      scan.see(stream);
      stream.forEach(scan::see);
      scan.see(stream.response());
    } catch (StreamException failure) {
      scan.see(failure);
      scan.see(failure.partial(), failure.partial().choices());
    } catch (LlmException failure) {
      scan.see(failure);
    } catch (UnsupportedOperationException bugOfTheTestsDecoder) {
      assertThat(bugOfTheTestsDecoder).hasMessageContaining(PROMPT);
    }
  }

  private static MockResponse answer(int status, String body, String key) {
    return headers(new MockResponse.Builder().code(status).body(body), key).build();
  }

  private static MockResponse events(String body, String key) {
    return headers(
            new MockResponse.Builder()
                .addHeader("Content-Type", "text/event-stream")
                .chunkedBody(body, 100),
            key)
        .build();
  }

  private static MockResponse.Builder headers(MockResponse.Builder response, String key) {
    return response
        .addHeader("x-request-id", "r-1")
        .addHeader("x-echo", key)
        .addHeader("Location", "/" + key)
        .addHeader("Set-Cookie", "session=" + key);
  }

  private String url() {
    return "http://localhost:" + server.getPort();
  }
}
