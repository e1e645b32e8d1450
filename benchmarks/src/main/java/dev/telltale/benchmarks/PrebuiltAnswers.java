package dev.telltale.benchmarks;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The bytes of each scenario's HTTP answer, with as many headers as api.openai.com sends. */
final class PrebuiltAnswers {
  private static final String HEADERS =
      """
      HTTP/1.1 200 OK
      Date: Mon, 23 Nov 2026 12:00:00 GMT
      Connection: keep-alive
      openai-organization: example
      openai-processing-ms: 412
      openai-version: 2020-10-01
      x-ratelimit-limit-requests: 10000
      x-ratelimit-limit-tokens: 2000000
      x-ratelimit-remaining-requests: 9999
      x-ratelimit-remaining-tokens: 1999420
      x-ratelimit-reset-requests: 6ms
      x-request-id: req_0123456789abcdef0123456789abcdef
      """;

  private static final String MEMBERS =
      """
      "created":1790000000,"model":"gpt-4o-mini-2024-07-18","service_tier":"default",\
      "system_fingerprint":"fp_0123456789\"""";

  private static final String USAGE =
      """
      {"prompt_tokens":%d,"completion_tokens":%d,"total_tokens":%d,\
      "prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},\
      "completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,\
      "accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}"""
          .formatted(
              Scenario.INPUT_TOKENS,
              Scenario.OUTPUT_TOKENS,
              Scenario.INPUT_TOKENS + Scenario.OUTPUT_TOKENS);

  private static final int EVENT_BYTES = 305;

  private PrebuiltAnswers() {}

  static byte[] of(Scenario scenario) {
    String answer = scenario.streamed() ? stream(scenario.answer()) : whole(scenario.answer());
    return answer.getBytes(StandardCharsets.UTF_8);
  }

  private static String whole(String text) {
    String body =
        """
        {
          "id": "chatcmpl-0123456789abcdef0123456789abc",
          "object": "chat.completion",
          %s,
          "choices": [
            {
              "index": 0,
              "message": {
                "role": "assistant",
                "content": "%s",
                "refusal": null,
                "annotations": []
              },
              "logprobs": null,
              "finish_reason": "%s"
            }
          ],
          "usage": %s
        }
        """
            .formatted(MEMBERS, text.replace("\n", "\\n"), Scenario.FINISH_REASON, USAGE);
    return headers("Content-Type: application/json\nContent-Length: " + body.length() + "\n")
        + body;
  }

  private static String stream(String text) {
    StringBuilder answer =
        new StringBuilder(
            headers(
                "Content-Type: text/event-stream; charset=utf-8\nTransfer-Encoding: chunked\n"));
    frame(answer, event(choice("{\"role\":\"assistant\",\"content\":\"\"}", null)));
    for (int i = 0; i < Scenario.DELTAS; i++) {
      int from = i * Scenario.DELTA_CHARS;
      String piece = text.substring(from, from + Scenario.DELTA_CHARS);
      frame(answer, event(choice("{\"content\":\"" + piece + "\"}", null)));
    }
    frame(answer, event(choice("{}", Scenario.FINISH_REASON)));
    frame(answer, event("\"choices\":[],\"usage\":" + USAGE));
    frame(answer, "data: [DONE]\n\n");
    return answer.append("0\r\n\r\n").toString();
  }

  private static String choice(String delta, @Nullable String reason) {
    String quoted = reason == null ? "null" : '"' + reason + '"';
    return "\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"logprobs\":null,\"finish_reason\":"
        + quoted
        + "}],\"usage\":null";
  }

  /** An event padded as api.openai.com does, the pieces of the text to one length. */
  private static String event(String members) {
    String event =
        "data: {\"id\":\"chatcmpl-01234567\",\"object\":\"chat.completion.chunk\","
            + MEMBERS
            + ","
            + members
            + ",\"obfuscation\":\"";
    String end = "\"}\n\n";
    return event + "x".repeat(Math.max(0, EVENT_BYTES - event.length() - end.length())) + end;
  }

  /** Each event in a chunk of its own, as servers that flush after each event send it. */
  private static void frame(StringBuilder answer, String event) {
    answer.append(Integer.toHexString(event.length())).append("\r\n").append(event).append("\r\n");
  }

  private static String headers(String ofThisAnswer) {
    return (HEADERS + ofThisAnswer + "\n").replace("\n", "\r\n");
  }
}
