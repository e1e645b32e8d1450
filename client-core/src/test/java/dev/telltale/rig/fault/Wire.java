package dev.telltale.rig.fault;

import okio.ByteString;

/** What a server of OpenAI's protocol sends. The answer to everything is "fine". */
final class Wire {
  static final String ANSWER =
      "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\","
          + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"fine\","
          + "\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"stop\"}],"
          + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":5,\"total_tokens\":8}}";

  static final String FIRST_EVENT =
      event("{\"role\":\"assistant\",\"content\":\"fi\",\"refusal\":null}", "null");

  static final String REST =
      event("{\"content\":\"ne\"}", "null")
          + event("{}", "\"stop\"")
          + "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,"
          + "\"model\":\"m\",\"choices\":[],\"usage\":{\"prompt_tokens\":3,"
          + "\"completion_tokens\":5,\"total_tokens\":8}}\n\n"
          + "data: [DONE]\n\n";

  static final String END = "0\r\n\r\n";

  private static final String JSON = "Content-Type: application/json\r\n";
  private static final String EVENTS = "Content-Type: text/event-stream\r\n";

  private Wire() {}

  /** An answer whose length is given as so many bytes more than it has. */
  static String json(String status, String headers, String body, int missing) {
    return head(status, JSON + headers + length(body, missing)) + body;
  }

  /** The start of a stream in chunks. */
  static String chunkedEvents() {
    return head("200 OK", EVENTS + "Transfer-Encoding: chunked\r\n");
  }

  /** The start of a stream with a length. */
  static String eventsWithLength(String body, int missing) {
    return head("200 OK", EVENTS + length(body, missing)) + body;
  }

  static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  static String half(String text) {
    return text.substring(0, text.length() / 2);
  }

  /** The body of an error, and what stands in an event that reports one. */
  static String error(String code) {
    return "{\"error\":{\"message\":\"The server says no.\",\"type\":\"server_says_no\","
        + "\"param\":null,\"code\":\""
        + code
        + "\"}}";
  }

  private static String head(String status, String headers) {
    return "HTTP/1.1 " + status + "\r\n" + headers + "\r\n";
  }

  private static String length(String body, int missing) {
    return "Content-Length: " + (ByteString.encodeUtf8(body).size() + missing) + "\r\n";
  }

  private static String event(String delta, String finishReason) {
    return "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,"
        + "\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"logprobs\":null,\"finish_reason\":"
        + finishReason
        + "}]}\n\n";
  }
}
