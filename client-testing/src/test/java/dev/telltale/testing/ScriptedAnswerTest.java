package dev.telltale.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ScriptedAnswerTest {
  private static final String CHUNK =
      "data: {\"id\":\"chatcmpl-scripted-1\",\"object\":\"chat.completion.chunk\","
          + "\"created\":1790000000,\"model\":\"gpt-5-mini\",\"service_tier\":\"default\","
          + "\"system_fingerprint\":\"fp_scripted\",\"choices\":";

  private final ScriptedServer server = ScriptedServer.start();
  private final Caller caller = new Caller(server);

  @AfterEach
  void close() {
    caller.close();
    server.close();
  }

  @Test
  void wholeAnswerIsExact() throws IOException {
    server.enqueue(Scripted.answer("Hello.").usage(9, 4).cachedTokens(3).reasoningTokens(2));

    Caller.Answer answer = caller.post(Caller.PLAIN);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            """
            {
              "id": "chatcmpl-scripted-1",
              "object": "chat.completion",
              "created": 1790000000,
              "model": "gpt-5-mini",
              "choices": [
                {
                  "index": 0,
                  "message": {
                    "role": "assistant",
                    "content": "Hello.",
                    "refusal": null,
                    "annotations": []
                  },
                  "logprobs": null,
                  "finish_reason": "stop"
                }
              ],
              "usage": {
                "prompt_tokens": 9,
                "completion_tokens": 4,
                "total_tokens": 13,
                "prompt_tokens_details": {
                  "cached_tokens": 3,
                  "audio_tokens": 0
                },
                "completion_tokens_details": {
                  "reasoning_tokens": 2,
                  "audio_tokens": 0,
                  "accepted_prediction_tokens": 0,
                  "rejected_prediction_tokens": 0
                }
              },
              "service_tier": "default",
              "system_fingerprint": "fp_scripted"
            }""");
  }

  @Test
  void answerHeadersAreExact() throws IOException {
    server.enqueue(Scripted.answer("Hello."));

    Caller.Answer answer = caller.post(Caller.PLAIN);

    assertThat(answer.headers().toString())
        .isEqualTo(
            """
            x-request-id: req_scripted_1
            openai-organization: org-scripted
            openai-project: proj_scripted
            openai-version: 2020-10-01
            openai-processing-ms: 12
            x-ratelimit-limit-requests: 10000
            x-ratelimit-limit-tokens: 2000000
            x-ratelimit-remaining-requests: 9999
            x-ratelimit-remaining-tokens: 1999958
            x-ratelimit-reset-requests: 6ms
            x-ratelimit-reset-tokens: 1.259s
            content-type: application/json
            content-length: %d
            """
                .formatted(answer.body().length()));
  }

  @Test
  void streamWithUsageIsExact() throws IOException {
    server.enqueue(Scripted.stream("Hel", "lo").usage(9, 4).cachedTokens(3).reasoningTokens(2));

    Caller.Answer answer = caller.post(Caller.STREAM_WITH_USAGE);

    assertThat(answer.headers().get("content-type")).isEqualTo("text/event-stream; charset=utf-8");
    assertThat(answer.body())
        .isEqualTo(
            event(delta("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", "null"))
                + event(delta("{\"content\":\"Hel\"}", "null"))
                + event(delta("{\"content\":\"lo\"}", "null"))
                + event(delta("{}", "\"stop\""))
                + CHUNK
                + "[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":4,\"total_tokens\":13,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":3,\"audio_tokens\":0},"
                + "\"completion_tokens_details\":{\"reasoning_tokens\":2,\"audio_tokens\":0,"
                + "\"accepted_prediction_tokens\":0,\"rejected_prediction_tokens\":0}}}\n\n"
                + "data: [DONE]\n\n");
  }

  @Test
  void usageIsStreamedOnlyOnRequest() throws IOException {
    server.enqueue(Scripted.stream("Hel", "lo").usage(9, 4));

    String body = caller.post(Caller.STREAM).body();

    assertThat(body).endsWith("\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");
    assertThat(body).doesNotContain("usage");
  }

  @Test
  void noUsageLeavesUsageOut() throws IOException {
    server.enqueue(Scripted.answer("a").noUsage(), Scripted.answer("a").usage(1, 1).noUsage());

    String plain = caller.post(Caller.PLAIN).body();
    String stream = caller.post(Caller.STREAM_WITH_USAGE).body();

    assertThat(plain).contains("\"finish_reason\": \"stop\"").doesNotContain("usage");
    assertThat(stream).endsWith("data: [DONE]\n\n").doesNotContain("usage");
  }

  @Test
  void usageIsEstimatedFromSizes() throws IOException {
    server.enqueue(Scripted.answer("12345"));

    String body = caller.post("{\"model\":\"m\"}").body(); // 13 bytes

    assertThat(body).contains("\"prompt_tokens\": 4,", "\"completion_tokens\": 2,");
  }

  @Test
  void answerIsStreamedWordByWord() throws IOException {
    server.enqueue(Scripted.answer("Name  three rivers "));

    String body = caller.post(Caller.STREAM).body();

    assertThat(texts(body)).containsExactly("", "Name", "  three", " rivers", " ");
  }

  @Test
  void piecesAreJoinedWithoutStream() throws IOException {
    server.enqueue(Scripted.stream("Hel", "lo", " there"));

    assertThat(caller.post(Caller.PLAIN).body()).contains("\"content\": \"Hello there\"");
  }

  @Test
  void finishReasonAndModelAreSettable() throws IOException {
    Scripted filtered = Scripted.answer("A").finishReason("content_filter").model("gpt-5-2026");
    server.enqueue(filtered, filtered);

    String plain = caller.post(Caller.PLAIN).body();
    String stream = caller.post(Caller.STREAM).body();

    assertThat(plain).contains("\"finish_reason\": \"content_filter\"", "\"gpt-5-2026\"");
    assertThat(stream).contains("\"finish_reason\":\"content_filter\"", "\"gpt-5-2026\"");
  }

  @Test
  void settersLeaveTheOriginalAlone() throws IOException {
    ScriptedAnswer original = Scripted.answer("Hello.").usage(9, 4);
    original.usage(1, 1).finishReason("length").model("other").header("x-request-id", "r");
    server.enqueue(original);

    Caller.Answer answer = caller.post(Caller.PLAIN);

    assertThat(answer.body()).contains("\"stop\"", "\"gpt-5-mini\"", "\"total_tokens\": 13");
    assertThat(answer.headers().get("x-request-id")).isEqualTo("req_scripted_1");
  }

  @Test
  void headerReplacesTheServersOwn() throws IOException {
    server.enqueue(Scripted.answer("a").header("X-Request-Id", "r1").header("x-new", "n"));

    Caller.Answer answer = caller.post(Caller.PLAIN);

    assertThat(answer.headers().values("x-request-id")).containsExactly("r1");
    assertThat(answer.headers().get("x-new")).isEqualTo("n");
  }

  @Test
  void negativeSettingsAreRefused() {
    ScriptedAnswer answer = Scripted.answer("a");

    assertThatIllegalArgumentException().isThrownBy(() -> answer.usage(-1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> answer.cachedTokens(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> answer.reasoningTokens(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> answer.pace(Duration.ofMillis(-1)));
    assertThatIllegalArgumentException().isThrownBy(() -> answer.delay(Duration.ofMillis(-1)));
  }

  private static String delta(String delta, String finishReason) {
    return "[{\"index\":0,\"delta\":"
        + delta
        + ",\"logprobs\":null,\"finish_reason\":"
        + finishReason
        + "}]";
  }

  private static String event(String choices) {
    return CHUNK + choices + ",\"usage\":null}\n\n";
  }

  private static List<String> texts(String body) {
    return body.lines()
        .filter(line -> line.contains("\"content\":\""))
        .map(line -> line.substring(line.indexOf("\"content\":\"") + 11))
        .map(rest -> rest.substring(0, rest.indexOf('"')))
        .toList();
  }
}
