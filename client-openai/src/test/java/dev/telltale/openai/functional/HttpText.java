package dev.telltale.openai.functional;

import dev.telltale.openai.OpenAi;
import dev.telltale.provider.ChatProvider;
import dev.telltale.rig.ClientRig;
import okio.ByteString;

/** Answers of an OpenAI-compatible server as they stand on the wire, and the provider to ask. */
final class HttpText {
  static final String SSE_HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
  static final String CHUNKED_SSE_HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
  static final String DONE = "data: [DONE]\n\n";

  private HttpText() {}

  static ChatProvider provider(String url) {
    return OpenAi.builder().baseUrl(url).apiKey(ClientRig.KEY).model("m").build();
  }

  /** A whole answer with this text, which needs no escapes. */
  static String answer(String text) {
    return "{\"id\":\"1\",\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":"
        + "{\"role\":\"assistant\",\"content\":\""
        + text
        + "\"},\"finish_reason\":\"stop\"}],"
        + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":5,\"total_tokens\":8}}";
  }

  static String ok(String json) {
    return status("200 OK", "", json);
  }

  /** An answer with a length; {@code headers} are whole lines. */
  static String status(String status, String headers, String json) {
    return "HTTP/1.1 "
        + status
        + "\r\nContent-Type: application/json\r\n"
        + headers
        + "Content-Length: "
        + ByteString.encodeUtf8(json).size()
        + "\r\n\r\n"
        + json;
  }

  static String chunkedOk(String json, int chunkChars) {
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        + chunks(json, chunkChars);
  }

  /** ASCII text in chunks, with the chunk that ends them. */
  static String chunks(String text, int chunkChars) {
    StringBuilder chunks = new StringBuilder();
    for (int i = 0; i < text.length(); i += chunkChars) {
      chunks.append(chunk(text.substring(i, Math.min(text.length(), i + chunkChars))));
    }
    return chunks.append("0\r\n\r\n").toString();
  }

  static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  /** The event that brings a piece of text. */
  static String delta(String text) {
    return event("{\"content\":\"" + text + "\"}", "null");
  }

  /** The event that says why the model stopped. */
  static String finish(String reason) {
    return event("{}", "\"" + reason + "\"");
  }

  private static String event(String delta, String finishReason) {
    return "data: {\"id\":\"1\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"finish_reason\":"
        + finishReason
        + "}]}\n\n";
  }
}
