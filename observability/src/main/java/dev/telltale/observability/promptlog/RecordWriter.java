package dev.telltale.observability.promptlog;

import com.squareup.moshi.JsonWriter;
import dev.telltale.CallReport;
import dev.telltale.ChatResponse;
import dev.telltale.Choice;
import dev.telltale.Cost;
import dev.telltale.LlmException;
import dev.telltale.ProviderException;
import dev.telltale.Role;
import dev.telltale.TokenKind;
import dev.telltale.Usage;
import dev.telltale.observability.promptlog.ContentPolicy.Part;
import dev.telltale.telemetry.Interaction;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** Writes a finished call as a record: first what is known about it, then its content. */
final class RecordWriter {
  static final int SCHEMA = 1;
  static final String REDACTION_FAILED = "redaction_failed";
  static final int MAX_FIELD_CHARS = 32 << 10;
  static final int MAX_RECORD_BYTES = 256 << 10;

  private static final int SHORT_FIELD_CHARS = 1 << 10;

  /** Servers name what they like; without a bound one of them could make every record too long. */
  private static final int MAX_NAME_CHARS = 256;

  private static final int MAX_CHOICES = 64;
  private static final double NANOS_PER_MILLI = 1e6;

  private final ContentPolicy policy;
  private final Redactor redactor;
  private final TextDigest digest = TextDigest.random();

  RecordWriter(ContentPolicy policy, Redactor redactor) {
    this.policy = policy;
    this.redactor = redactor;
  }

  /**
   * Returns the record as JSON: with its content, or if that is too long with the beginnings of its
   * texts, or if that is too long without any.
   *
   * @throws RuntimeException if the redactor failed
   */
  String write(Interaction call, Verdict verdict) throws IOException {
    for (int maxChars : new int[] {MAX_FIELD_CHARS, SHORT_FIELD_CHARS}) {
      Buffer record = record(call, verdict, maxChars, "full");
      if (record.size() <= MAX_RECORD_BYTES) {
        return record.readUtf8();
      }
    }
    return writeWithout(call, verdict, "too_long");
  }

  /** Returns the record without any content, and why. */
  String writeWithout(Interaction call, Verdict verdict, String why) throws IOException {
    return record(call, verdict, 0, why).readUtf8();
  }

  static @Nullable String clipped(@Nullable String name) {
    return name == null || name.length() <= MAX_NAME_CHARS
        ? name
        : name.substring(0, MAX_NAME_CHARS);
  }

  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private Buffer record(Interaction call, Verdict verdict, int maxChars, String contentState)
      throws IOException {
    Buffer buffer = new Buffer();
    JsonWriter json = JsonWriter.of(buffer);
    ContentWriter content = new ContentWriter(json, policy, redactor, digest, maxChars);
    json.beginObject();
    identity(json, call, verdict);
    String conversation = call.options().conversationId();
    if (conversation != null && !contentState.equals(REDACTION_FAILED)) {
      // Applications put addresses and numbers of customers into it.
      json.name("conversation_id").value(clipped(redactor.redact(conversation)));
    }
    outcome(json, call);
    report(json, call);
    json.name("content").value(contentState);
    if (maxChars > 0) {
      json.name("request");
      new RequestJson(json, content).write(call.request());
      if (call.response() != null) {
        response(json, call.response(), content);
      }
      errorBody(call.error(), content);
    }
    json.endObject();
    return buffer;
  }

  private static void identity(JsonWriter json, Interaction call, Verdict verdict)
      throws IOException {
    json.name("schema").value(SCHEMA);
    json.name("id").value(call.callId());
    json.name("time").value(call.startedAt().toString());
    if (call.spanContext().isValid()) {
      json.name("trace_id").value(call.spanContext().getTraceId());
      json.name("span_id").value(call.spanContext().getSpanId());
      json.name("span_sampled").value(call.spanContext().isSampled());
    }
    json.name("kept_because").beginArray();
    for (KeepReason reason : verdict.reasons()) {
      json.value(reason.text());
    }
    json.endArray();
    json.name("keep_probability").value(verdict.probability());
    json.name("provider").value(clipped(call.provider().name()));
    json.name("model").value(clipped(call.model()));
    json.name("form").value(lower(call.form()));
  }

  private static void outcome(JsonWriter json, Interaction call) throws IOException {
    json.name("status").value(call.errorType() == null ? "ok" : "error");
    json.name("outcome").value(call.outcome().map(RecordWriter::lower).orElse(null));
    json.name("error_type").value(clipped(call.errorType()));
    LlmException error = call.error();
    if (error != null) {
      json.name("error_kind").value(lower(error.kind()));
      json.name("error_message").value(error.getMessage());
      if (error.status().isPresent()) {
        json.name("http_status").value(error.status().getAsInt());
      }
      json.name("request_id").value(clipped(error.requestId()));
    }
    ChatResponse response = call.response();
    if (response == null) {
      return;
    }
    json.name("answer_id").value(clipped(response.id()));
    json.name("answer_model").value(clipped(response.model()));
    json.name("finish_reasons").beginArray();
    for (Choice choice : response.choices().stream().limit(MAX_CHOICES).toList()) {
      json.value(choice.finishReason() == null ? "none" : lower(choice.finishReason()));
    }
    json.endArray();
    usage(json, response.usage());
    cost(json, call.cost());
  }

  private static void usage(JsonWriter json, Usage usage) throws IOException {
    json.name("usage").beginObject();
    for (TokenKind kind : TokenKind.values()) {
      OptionalLong count = usage.tokens(kind);
      if (count.isPresent()) {
        json.name(lower(kind)).value(count.getAsLong());
      }
    }
    json.endObject();
  }

  private static void cost(JsonWriter json, @Nullable Cost cost) throws IOException {
    if (cost == null) {
      return;
    }
    json.name("cost").beginObject();
    json.name("usd").value(cost.usd().map(usd -> usd.toPlainString()).orElse(null));
    json.name("status").value(lower(cost.status()));
    json.name("price_version").value(cost.priceVersion());
    json.endObject();
  }

  private static void report(JsonWriter json, Interaction call) throws IOException {
    CallReport report = call.report();
    json.name("duration_ms").value(millis(report.duration()));
    if (report.timeToFirstChunk().isPresent()) {
      json.name("first_chunk_ms").value(millis(report.timeToFirstChunk().get()));
      json.name("chunks").value(report.chunks());
    }
    json.name("attempts").beginArray();
    for (CallReport.Attempt attempt : report.attempts()) {
      json.beginObject();
      json.name("provider").value(clipped(attempt.provider()));
      json.name("waited_ms").value(millis(attempt.waited()));
      if (attempt.status().isPresent()) {
        json.name("http_status").value(attempt.status().getAsInt());
      }
      if (attempt.failure() != null) {
        json.name("failure").value(lower(attempt.failure()));
      }
      json.name("request_id").value(clipped(attempt.requestId()));
      json.endObject();
    }
    json.endArray();
  }

  private static void response(JsonWriter json, ChatResponse response, ContentWriter content)
      throws IOException {
    json.name("response").beginObject();
    json.name("choices").beginArray();
    for (Choice choice : response.choices()) {
      json.beginObject();
      json.name("index").value(choice.index());
      json.name("finish_reason").value(clipped(choice.rawFinishReason()));
      json.name("message");
      content.message(choice.message());
      json.endObject();
    }
    json.endArray().endObject();
  }

  private static void errorBody(@Nullable LlmException error, ContentWriter content)
      throws IOException {
    if (error instanceof ProviderException refused && refused.body() != null) {
      content.text("error_body", refused.body(), Role.SYSTEM, Part.ERROR_BODY);
    }
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / NANOS_PER_MILLI;
  }
}
