package dev.telltale.testing;

import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** Writes the JSON of one answer: the whole of it, or its chunks. */
final class AnswerJson {
  private static final long CREATED = 1790000000L;

  private final Exchange exchange;
  private final String model;
  private final @Nullable Tokens tokens;
  private final int answerCharacters;

  AnswerJson(
      Exchange exchange, @Nullable String model, @Nullable Tokens tokens, int answerCharacters) {
    this.exchange = exchange;
    this.model = model != null ? model : exchange.model();
    this.tokens = tokens;
    this.answerCharacters = answerCharacters;
  }

  ByteString answer(String text, String finishReason) {
    return answer(json -> json.name("content").value(text), finishReason);
  }

  ByteString toolCall(String name, String arguments) {
    return answer(
        json -> {
          json.name("content").nullValue();
          writeToolCall(json, name, arguments);
        },
        "tool_calls");
  }

  ByteString toolCallChunk(String name, String arguments) {
    return choiceChunk(json -> writeToolCall(json, name, arguments), null);
  }

  ByteString chunkWithoutDelta() {
    return Json.compact(
        json -> {
          json.beginObject();
          writeHead(json, "chat.completion.chunk");
          json.name("choices").beginArray().beginObject();
          json.name("index").value(0);
          json.name("finish_reason").nullValue();
          json.endObject().endArray().endObject();
        });
  }

  private static void writeToolCall(JsonWriter json, String name, String arguments)
      throws IOException {
    json.name("tool_calls").beginArray().beginObject();
    json.name("index").value(0);
    json.name("id").value("call_1");
    json.name("type").value("function");
    json.name("function").beginObject();
    json.name("name").value(name);
    json.name("arguments").value(arguments);
    json.endObject().endObject().endArray();
  }

  private ByteString answer(Json.Body content, String finishReason) {
    return Json.indented(
        json -> {
          json.beginObject();
          writeHead(json, "chat.completion");
          json.name("choices").beginArray().beginObject();
          json.name("index").value(0);
          json.name("message").beginObject();
          json.name("role").value("assistant");
          content.write(json);
          json.name("refusal").nullValue();
          json.name("annotations").beginArray().endArray();
          json.endObject();
          json.name("logprobs").nullValue();
          json.name("finish_reason").value(finishReason);
          json.endObject().endArray();
          if (tokens != null) {
            writeUsage(json.name("usage"), tokens);
          }
          writeTail(json);
          json.endObject();
        });
  }

  ByteString roleChunk() {
    return choiceChunk(
        json -> {
          json.name("role").value("assistant");
          json.name("content").value("");
          json.name("refusal").nullValue();
        },
        null);
  }

  ByteString textChunk(String text) {
    return choiceChunk(json -> json.name("content").value(text), null);
  }

  ByteString finishChunk(String finishReason) {
    return choiceChunk(json -> {}, finishReason);
  }

  ByteString usageChunk() {
    return Json.compact(
        json -> {
          json.beginObject();
          writeHead(json, "chat.completion.chunk");
          writeTail(json);
          json.name("choices").beginArray().endArray();
          if (tokens != null) {
            writeUsage(json.name("usage"), tokens);
          }
          json.endObject();
        });
  }

  private ByteString choiceChunk(Json.Body delta, @Nullable String finishReason) {
    return Json.compact(
        json -> {
          json.beginObject();
          writeHead(json, "chat.completion.chunk");
          writeTail(json);
          json.name("choices").beginArray().beginObject();
          json.name("index").value(0);
          json.name("delta").beginObject();
          delta.write(json);
          json.endObject();
          json.name("logprobs").nullValue();
          json.name("finish_reason").value(finishReason);
          json.endObject().endArray();
          if (exchange.request().usageRequested() && tokens != null) {
            json.name("usage").nullValue();
          }
          json.endObject();
        });
  }

  private void writeHead(JsonWriter json, String object) throws IOException {
    json.name("id").value(exchange.responseId());
    json.name("object").value(object);
    json.name("created").value(CREATED);
    json.name("model").value(model);
  }

  private static void writeTail(JsonWriter json) throws IOException {
    json.name("service_tier").value("default");
    json.name("system_fingerprint").value("fp_scripted");
  }

  private void writeUsage(JsonWriter json, Tokens tokens) throws IOException {
    long input = tokens.inputFor(exchange.request().bodySizeBytes());
    long output = tokens.outputFor(answerCharacters);
    json.beginObject();
    json.name("prompt_tokens").value(input);
    json.name("completion_tokens").value(output);
    json.name("total_tokens").value(input + output);
    json.name("prompt_tokens_details").beginObject();
    json.name("cached_tokens").value(tokens.cached());
    json.name("audio_tokens").value(0);
    json.endObject();
    json.name("completion_tokens_details").beginObject();
    json.name("reasoning_tokens").value(tokens.reasoning());
    json.name("audio_tokens").value(0);
    json.name("accepted_prediction_tokens").value(0);
    json.name("rejected_prediction_tokens").value(0);
    json.endObject();
    json.endObject();
  }
}
