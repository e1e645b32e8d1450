package dev.telltale.testing;

import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** Writes error bodies in OpenAI's shape. */
final class ErrorJson {
  private ErrorJson() {}

  static ByteString of(
      @Nullable String type, @Nullable String param, @Nullable String code, String message) {
    return error(type, param, code, message, json -> {});
  }

  /** As Azure serves it: the verdicts are under {@code innererror.content_filter_result}. */
  static ByteString contentFilter() {
    return error(
        null,
        "prompt",
        "content_filter",
        "The prompt was blocked by the content policy.",
        json -> {
          json.name("status").value(400);
          json.name("innererror").beginObject();
          json.name("code").value("ResponsibleAIPolicyViolation");
          json.name("content_filter_result").beginObject();
          writeSeverity(json, "hate", "safe");
          writeSeverity(json, "self_harm", "safe");
          writeSeverity(json, "sexual", "safe");
          writeSeverity(json, "violence", "medium");
          json.name("jailbreak").beginObject();
          json.name("filtered").value(false);
          json.name("detected").value(false);
          json.endObject();
          json.endObject().endObject();
        });
  }

  private static void writeSeverity(JsonWriter json, String category, String severity)
      throws IOException {
    json.name(category).beginObject();
    json.name("filtered").value(!severity.equals("safe"));
    json.name("severity").value(severity);
    json.endObject();
  }

  private static ByteString error(
      @Nullable String type,
      @Nullable String param,
      @Nullable String code,
      String message,
      Json.Body more) {
    return Json.indented(
        json -> {
          json.beginObject();
          json.name("error").beginObject();
          json.name("message").value(message);
          json.name("type").value(type);
          json.name("param").value(param);
          json.name("code").value(code);
          more.write(json);
          json.endObject().endObject();
        });
  }
}
