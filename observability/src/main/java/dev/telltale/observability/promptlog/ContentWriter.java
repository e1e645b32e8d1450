package dev.telltale.observability.promptlog;

import com.squareup.moshi.JsonWriter;
import dev.telltale.Content;
import dev.telltale.Media;
import dev.telltale.Message;
import dev.telltale.Role;
import dev.telltale.ToolCall;
import dev.telltale.observability.promptlog.ContentPolicy.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages with what policy and redactor leave of them. It is the only way for content into
 * a record.
 */
final class ContentWriter {
  /** A text longer than this is cut before it is redacted, so that redaction stays quick. */
  private static final int MAX_REDACTED_CHARS = 1 << 17;

  /** Longer than any secret a redactor looks for: what the cut may have split is left out. */
  private static final int CUT_MARGIN_CHARS = 16 << 10;

  private static final int MAX_NAME_CHARS = 1 << 10;

  private final JsonWriter json;
  private final ContentPolicy policy;
  private final Redactor redactor;
  private final TextDigest digest;
  private final int maxChars;

  ContentWriter(
      JsonWriter json, ContentPolicy policy, Redactor redactor, TextDigest digest, int maxChars) {
    this.json = json;
    this.policy = policy;
    this.redactor = redactor;
    this.digest = digest;
    this.maxChars = maxChars;
  }

  void message(Message message) throws IOException {
    json.beginObject();
    json.name("role").value(message.role().name());
    if (message.name() != null) {
      text("name", message.name(), message.role(), Part.TEXT);
    }
    json.name("parts").beginArray();
    for (Content part : message.parts()) {
      json.beginObject();
      part(part, message.role());
      json.endObject();
    }
    json.endArray();
    json.endObject();
  }

  /**
   * Writes members for a text: itself, or its digest and length, or its length.
   *
   * @param name of the member with the text; the others are named after it
   */
  void text(String name, String text, Role role, Part part) throws IOException {
    switch (policy.of(role, part)) {
      case KEEP -> kept(name, text);
      case HASH -> {
        json.name(name + "_hmac").value(digest.of(text));
        json.name(name + "_chars").value(text.length());
      }
      case DROP -> json.name(name + "_chars").value(text.length());
    }
  }

  private void part(Content part, Role role) throws IOException {
    if (part instanceof Content.Text text) {
      typed("text", "text", text.text(), role, Part.TEXT);
    } else if (part instanceof Content.Refusal refusal) {
      typed("refusal", "text", refusal.text(), role, Part.REFUSAL);
    } else if (part instanceof Content.Thinking thinking) {
      typed("thinking", "text", thinking.text(), role, Part.THINKING);
      json.name("wire_name").value(RecordWriter.clipped(thinking.wireName()));
    } else if (part instanceof ToolCall call) {
      typed("tool_call", "arguments", call.rawArguments(), role, Part.TOOL_ARGUMENTS);
      json.name("id").value(RecordWriter.clipped(call.id()));
      json.name("name").value(RecordWriter.clipped(redactor.redact(start(call.name()))));
      json.name("kind").value(RecordWriter.lower(call.kind()));
    } else if (part instanceof Content.ToolResult result) {
      typed("tool_result", "text", result.text(), role, Part.TOOL_RESULT);
      json.name("call_id").value(RecordWriter.clipped(result.callId()));
    } else if (part instanceof Content.Opaque opaque) {
      typed("opaque", "json", opaque.json(), role, Part.OPAQUE);
    } else if (part instanceof Content.Image image) {
      media("image", image.media());
    } else if (part instanceof Content.File file) {
      media("file", file.media());
    } else if (part instanceof Content.Audio audio) {
      media("audio", audio.media());
      if (audio.transcript() != null) {
        text("transcript", audio.transcript(), role, Part.TRANSCRIPT);
      }
    } else {
      json.name("type").value("other");
    }
  }

  private void typed(String type, String member, String text, Role role, Part part)
      throws IOException {
    json.name("type").value(type);
    text(member, text, role, part);
  }

  private void media(String type, @Nullable Media media) throws IOException {
    json.name("type").value(type);
    byte[] bytes = media == null ? null : media.bytes();
    if (media != null && bytes != null) {
      json.name("media_type").value(media.mediaType());
      json.name("bytes").value(bytes.length);
      json.name("sha256").value(sha256(bytes));
    } else if (media != null && media.url() != null) {
      // A URL may hold a signature that opens it.
      json.name("url_sha256").value(sha256(media.url().getBytes(StandardCharsets.UTF_8)));
    } else if (media != null) {
      json.name("file_id").value(media.fileId());
    }
  }

  private void kept(String name, String text) throws IOException {
    boolean tooLong = text.length() > MAX_REDACTED_CHARS;
    String redacted = redactor.redact(tooLong ? text.substring(0, MAX_REDACTED_CHARS) : text);
    int sure = tooLong ? Math.max(0, redacted.length() - CUT_MARGIN_CHARS) : redacted.length();
    int length = Math.min(sure, maxChars);
    if (length > 0
        && length < redacted.length()
        && Character.isHighSurrogate(redacted.charAt(length - 1))) {
      length--;
    }
    json.name(name).value(redacted.substring(0, length));
    if (tooLong || length < redacted.length()) {
      json.name(name + "_truncated").value(Math.max(1, text.length() - length));
    }
  }

  /** Long enough for a name; what is longer is none. */
  private static String start(String name) {
    return name.substring(0, Math.min(name.length(), MAX_NAME_CHARS));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("This Java has no SHA-256", impossible);
    }
  }
}
