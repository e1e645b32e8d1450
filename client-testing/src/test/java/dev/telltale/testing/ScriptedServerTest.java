package dev.telltale.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okhttp3.Headers;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class ScriptedServerTest {
  private final ScriptedServer server = ScriptedServer.start();
  private final Caller caller = new Caller(server);

  @AfterEach
  void close() {
    caller.close();
    server.close();
  }

  @Test
  void queueIsServedInOrder() throws IOException {
    server.enqueue(Scripted.answer("one"), Scripted.serverError());
    server.enqueue(Scripted.answer("three"));

    assertThat(caller.post(Caller.PLAIN).body()).contains("\"one\"", "chatcmpl-scripted-1");
    assertThat(caller.post(Caller.PLAIN).status()).isEqualTo(500);
    assertThat(caller.post(Caller.PLAIN).body()).contains("\"three\"", "chatcmpl-scripted-3");
  }

  @Test
  void emptyScriptEchoesTheModel() throws IOException {
    String plain = caller.post(Caller.PLAIN).body();
    String stream = caller.post(Caller.STREAM).body();
    String unnamed = caller.post("{}").body();

    assertThat(plain).contains("\"This is a scripted answer from gpt-5-mini.\"");
    assertThat(stream).contains("\" gpt-5-mini.\"").endsWith("data: [DONE]\n\n");
    assertThat(unnamed).contains("\"model\": \"scripted-model\"");
  }

  @Test
  void otherwiseReplacesTheDefaultAnswer() throws IOException {
    server.enqueue(Scripted.answer("one")).otherwise(Scripted.serverError());

    assertThat(caller.post(Caller.PLAIN).status()).isEqualTo(200);
    assertThat(caller.post(Caller.PLAIN).status()).isEqualTo(500);
    assertThat(caller.post(Caller.PLAIN).status()).isEqualTo(500);
  }

  @Test
  void loopStartsOverAtTheEnd() throws IOException {
    server.enqueue(Scripted.answer("one"), Scripted.answer("two")).loop();

    List<String> answers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      answers.add(caller.post(Caller.PLAIN).body());
    }

    assertThat(answers.get(0)).contains("\"one\"");
    assertThat(answers.get(1)).contains("\"two\"");
    assertThat(answers.get(2)).contains("\"one\"");
    assertThat(answers.get(3)).contains("\"two\"");
  }

  @Test
  void firstMatchingRuleWinsOverTheQueue() throws IOException {
    server.enqueue(Scripted.answer("queued"));
    server.when(ReceivedRequest::streaming, Scripted.answer("streamed"));
    server.when(request -> request.streaming(), Scripted.answer("too late"));

    String stream = caller.post(Caller.STREAM).body();
    String plain = caller.post(Caller.PLAIN).body();

    assertThat(stream).contains("\"streamed\"");
    assertThat(plain).contains("\"queued\"");
  }

  @Test
  void conditionThatThrowsGetsA500() throws IOException {
    server.when(
        request -> {
          throw new IllegalStateException("secret");
        },
        Scripted.answer("a"));

    Caller.Answer answer = caller.post(Caller.PLAIN);

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.body()).contains("IllegalStateException").doesNotContain("secret");
  }

  @Test
  void requiredKeyIsAcceptedInBothHeaders() throws IOException {
    server.requireKey("sk-test-1");

    int bearer =
        caller.post(Caller.PLAIN, Headers.of("authorization", "Bearer sk-test-1")).status();
    int apiKey = caller.post(Caller.PLAIN, Headers.of("api-key", "sk-test-1")).status();

    assertThat(bearer).isEqualTo(200);
    assertThat(apiKey).isEqualTo(200);
  }

  @Test
  void otherKeysAreRefusedWithoutAnEcho() throws IOException {
    server.requireKey("sk-test-1").enqueue(Scripted.answer("kept"));

    Caller.Answer none = caller.post(Caller.PLAIN);
    Caller.Answer other =
        caller.post(Caller.PLAIN, Headers.of("authorization", "Bearer sk-other-2"));
    Caller.Answer right = caller.post(Caller.PLAIN, Headers.of("api-key", "sk-test-1"));

    assertThat(none.status()).isEqualTo(401);
    assertThat(other.status()).isEqualTo(401);
    assertThat(other.body()).contains("invalid_api_key").doesNotContain("sk-", "other");
    assertThat(right.body()).contains("\"kept\"");
  }

  @Test
  void otherPathsAndMethodsAreNotFound() throws IOException {
    server.enqueue(Scripted.answer("kept"));

    Caller.Answer path = caller.call(caller.request("/embeddings", Caller.PLAIN).build());
    Caller.Answer get =
        caller.call(new Request.Builder().url(server.baseUrl() + "/chat/completions").build());

    assertThat(path.status()).isEqualTo(404);
    assertThat(get.status()).isEqualTo(404);
    assertThat(get.body()).contains("\"invalid_request_error\"");
    assertThat(caller.post(Caller.PLAIN).body()).contains("\"kept\"");
  }

  @Test
  void deploymentPathIsServed() throws IOException {
    String path = "/../openai/deployments/chat/chat/completions?api-version=2024-10-21";

    Caller.Answer answer = caller.call(caller.request(path, Caller.PLAIN).build());

    assertThat(answer.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "{} {}", "{\"stream\":\"yes\"}", "{\"model\":{}}"})
  void bodyThatIsNoChatIsRefused(String body) throws IOException {
    server.enqueue(Scripted.answer("kept"));

    Caller.Answer refused = caller.post(body);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body()).contains("\"invalid_request_error\"");
    assertThat(caller.post(Caller.PLAIN).body()).contains("\"kept\"");
  }

  @Test
  void bodyOverTheLimitIsRefused() throws IOException {
    String large = "{\"model\":\"" + "m".repeat((int) ScriptedServer.MAX_BODY_BYTES) + "\"}";

    Caller.Answer refused = caller.post(large);

    ReceivedRequest request = server.takeRequest();
    assertThat(refused.status()).isEqualTo(413);
    assertThat(request.bodySizeBytes()).isEqualTo(large.length());
    assertThat(request.body()).hasSize((int) ScriptedServer.MAX_BODY_BYTES);
  }

  @Test
  void takenRequestShowsWhatWasSent() throws IOException {
    caller.post(Caller.STREAM_WITH_USAGE, Headers.of("X-Tag", "a", "x-tag", "b"));

    ReceivedRequest request = server.takeRequest();

    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo("/v1/chat/completions");
    assertThat(request.header("X-TAG")).isEqualTo("b");
    assertThat(request.header("absent")).isNull();
    assertThat(request.headers()).containsAllEntriesOf(Map.of("x-tag", List.of("a", "b")));
    assertThat(request.body()).isEqualTo(Caller.STREAM_WITH_USAGE);
    assertThat(request.bodySizeBytes()).isEqualTo(Caller.STREAM_WITH_USAGE.length());
    assertThat(request.model()).isEqualTo("gpt-5-mini");
    assertThat(request.streaming()).isTrue();
    assertThat(request.usageRequested()).isTrue();
  }

  @Test
  void fieldsThatAreAbsentOrNullAreOff() throws IOException {
    caller.post("{}");
    caller.post("{\"model\":null,\"stream\":null,\"stream_options\":null}");
    caller.post("{\"stream_options\":{\"include_usage\":null,\"other\":[1]}}");

    assertThat(server.requests())
        .hasSize(3)
        .allMatch(request -> request.model() == null)
        .noneMatch(ReceivedRequest::streaming)
        .noneMatch(ReceivedRequest::usageRequested);
  }

  @Test
  void requestsKeepsTheTakenOnes() throws IOException {
    caller.post("{\"model\":\"a\"}");
    caller.post("{\"model\":\"b\"}");
    server.takeRequest();

    assertThat(server.requests()).extracting(ReceivedRequest::model).containsExactly("a", "b");
    assertThat(server.takeRequest().model()).isEqualTo("b");
  }

  @Test
  void interruptedTakeKeepsTheFlag() {
    Thread.currentThread().interrupt();

    assertThatExceptionOfType(AssertionError.class).isThrownBy(server::takeRequest);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void twoRunsGiveTheSameBytes() throws IOException {
    List<String> first = run();
    List<String> second = run();

    assertThat(first).isEqualTo(second);
    assertThat(first).doesNotHaveDuplicates().hasSize(6);
  }

  @Test
  void textFormsHoldNoContent() throws IOException {
    server.requireKey("sk-test-1").enqueue(Scripted.answer("secret"));
    caller.call(caller.request("/chat/completions?q=secret", "{\"model\":\"secret\"}").build());

    assertThat(server.toString()).isEqualTo("ScriptedServer[" + server.baseUrl() + "]");
    assertThat(server.takeRequest()).hasToString("POST /v1/chat/completions (18 bytes)");
  }

  private static List<String> run() throws IOException {
    List<String> wire = new ArrayList<>();
    try (ScriptedServer server = ScriptedServer.start();
        Caller caller = new Caller(server)) {
      server.enqueue(Scripted.answer("Hello."), Scripted.stream("Hel", "lo").usage(9, 4));
      server.enqueue(Scripted.rateLimited(Duration.ofSeconds(1)), Scripted.cutStream("Hel"));
      server.enqueue(Scripted.malformed());
      wire.add(caller.wire(Caller.PLAIN, "\"\n}"));
      wire.add(caller.wire(Caller.STREAM_WITH_USAGE, "\r\n0\r\n\r\n"));
      wire.add(caller.wire(Caller.PLAIN, "}\n}"));
      wire.add(caller.wire(Caller.STREAM, "never"));
      wire.add(caller.wire(Caller.STREAM, "\r\n0\r\n\r\n"));
      wire.add(caller.wire(Caller.PLAIN, "\"\n}"));
    }
    return wire;
  }
}
