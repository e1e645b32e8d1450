package dev.telltale.cli;

import dev.telltale.observability.promptlog.PromptRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a server must say for a client to get what a record has: an answer of OpenAI's protocol, put
 * together again from the record.
 *
 * @param status the HTTP status
 * @param body the body of a whole answer or of an error; null for a stream
 * @param chunks of a stream, each one event
 * @param whole whether the answer ends as it should
 */
record WireAnswer(
    int status, @Nullable Map<String, @Nullable Object> body, List<String> chunks, boolean whole) {
  private static final int OK = 200;

  static WireAnswer of(PromptRecord record) throws IOException {
    if (record.httpStatus().isPresent() && record.httpStatus().getAsInt() != OK) {
      return new WireAnswer(record.httpStatus().getAsInt(), error(record), List.of(), true);
    }
    return record.streamed() ? stream(record) : whole(record);
  }

  /** The text of the body, or of all chunks. */
  String text() throws IOException {
    return body == null ? String.join("", chunks) : RecordJson.line(body);
  }

  String contentType() {
    return chunks.isEmpty() ? "application/json" : "text/event-stream";
  }

  private static Map<String, @Nullable Object> error(PromptRecord record) {
    Map<String, @Nullable Object> error = new LinkedHashMap<>();
    error.put("message", "Replayed from a prompt log.");
    error.put("type", record.errorType());
    error.put("code", record.errorType());
    return Map.of("error", error);
  }

  private static WireAnswer whole(PromptRecord record) {
    if (record.failed()) {
      return new WireAnswer(OK, null, List.of(), false);
    }
    Map<String, @Nullable Object> body = envelope(record, "chat.completion");
    List<@Nullable Object> choices = new ArrayList<>();
    for (Map<String, @Nullable Object> recorded : choices(record)) {
      Map<String, @Nullable Object> choice = new LinkedHashMap<>();
      choice.put("index", recorded.get("index"));
      choice.put("message", WireMessage.of(object(recorded.get("message"))));
      choice.put("finish_reason", recorded.get("finish_reason"));
      choices.add(choice);
    }
    body.put("choices", choices);
    body.put("usage", usage(record));
    return new WireAnswer(OK, body, List.of(), true);
  }

  private static WireAnswer stream(PromptRecord record) throws IOException {
    List<String> chunks = new ArrayList<>();
    for (Map<String, @Nullable Object> recorded : choices(record)) {
      Map<String, @Nullable Object> delta =
          new LinkedHashMap<>(WireMessage.of(object(recorded.get("message"))));
      WireMessage.numberToolCalls(delta);
      chunks.add(event(record, recorded.get("index"), delta, null));
      if (recorded.get("finish_reason") != null) {
        chunks.add(event(record, recorded.get("index"), Map.of(), recorded.get("finish_reason")));
      }
    }
    boolean whole = "completed".equals(record.members().get("outcome"));
    if (whole) {
      Map<String, @Nullable Object> last = envelope(record, "chat.completion.chunk");
      last.put("choices", List.of());
      last.put("usage", usage(record));
      chunks.add(data(RecordJson.line(last)));
      chunks.add(data("[DONE]"));
    }
    return new WireAnswer(OK, null, List.copyOf(chunks), whole);
  }

  private static String event(
      PromptRecord record,
      @Nullable Object index,
      Map<String, @Nullable Object> delta,
      @Nullable Object finishReason)
      throws IOException {
    Map<String, @Nullable Object> choice = new LinkedHashMap<>();
    choice.put("index", index);
    choice.put("delta", delta);
    choice.put("finish_reason", finishReason);
    Map<String, @Nullable Object> event = envelope(record, "chat.completion.chunk");
    event.put("choices", List.of(choice));
    return data(RecordJson.line(event));
  }

  private static String data(String text) {
    return "data: " + text + "\n\n";
  }

  private static Map<String, @Nullable Object> envelope(PromptRecord record, String kind) {
    Map<String, @Nullable Object> envelope = new LinkedHashMap<>();
    envelope.put("id", record.members().get("answer_id"));
    envelope.put("object", kind);
    envelope.put("created", record.time().getEpochSecond());
    Object model = record.members().get("answer_model");
    envelope.put("model", model == null ? record.model() : model);
    return envelope;
  }

  private static Map<String, @Nullable Object> usage(PromptRecord record) {
    long input = record.tokens("input").orElse(0);
    long output = record.tokens("output").orElse(0);
    Map<String, @Nullable Object> usage = new LinkedHashMap<>();
    usage.put("prompt_tokens", input);
    usage.put("completion_tokens", output);
    usage.put("total_tokens", record.tokens("total").orElse(input + output));
    usage.put(
        "prompt_tokens_details", Map.of("cached_tokens", record.tokens("cache_read").orElse(0)));
    usage.put(
        "completion_tokens_details",
        Map.of("reasoning_tokens", record.tokens("reasoning").orElse(0)));
    return usage;
  }

  private static List<Map<String, @Nullable Object>> choices(PromptRecord record) {
    List<Map<String, @Nullable Object>> choices = new ArrayList<>();
    if (object(record.members().get("response")).get("choices") instanceof List<?> recorded) {
      recorded.forEach(choice -> choices.add(object(choice)));
    }
    return choices;
  }

  /** Objects of parsed JSON have strings as names. */
  @SuppressWarnings("unchecked")
  static Map<String, @Nullable Object> object(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
  }
}
