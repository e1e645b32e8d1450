package dev.telltale.openai.wire;

import com.squareup.moshi.JsonWriter;
import dev.telltale.openai.Moderation;
import dev.telltale.openai.OpenAiOptions;
import dev.telltale.openai.Voice;
import dev.telltale.openai.WebSearch;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes OpenAI's own options. */
final class OptionsWriter {
  private OptionsWriter() {}

  static void write(BodyMembers body, OpenAiOptions options) throws IOException {
    body.string("verbosity", options.verbosity());
    writeModalities(body, options);
    if (options.voice() != null) {
      writeVoice(body.name("audio"), options.voice());
    }
    if (options.prediction() != null) {
      JsonWriter writer = body.name("prediction").beginObject();
      writer.name("type").value("content");
      writer.name("content").value(options.prediction());
      writer.endObject();
    }
    body.flag("store", options.stored());
    writeMetadata(body, options.metadata());
    body.string("prompt_cache_key", options.promptCacheKey());
    writePromptCache(body, options);
    body.string("safety_identifier", options.safetyIdentifier());
    if (options.webSearch() != null) {
      writeWebSearch(body.name("web_search_options"), options.webSearch());
    }
    if (options.moderation() != null) {
      writeModeration(body.name("moderation"), options.moderation());
    }
    writeLogitBias(body, options.logitBias());
  }

  private static void writeModalities(BodyMembers body, OpenAiOptions options) throws IOException {
    if (options.modalities().isEmpty()) {
      return;
    }
    JsonWriter writer = body.name("modalities").beginArray();
    for (String modality : options.modalities()) {
      writer.value(modality);
    }
    writer.endArray();
  }

  private static void writeVoice(JsonWriter writer, Voice voice) throws IOException {
    writer.beginObject();
    if (voice.id() == null) {
      writer.name("voice").value(voice.name());
    } else {
      writer.name("voice").beginObject().name("id").value(voice.id()).endObject();
    }
    writer.name("format").value(voice.format());
    writer.endObject();
  }

  private static void writeMetadata(BodyMembers body, Map<String, String> metadata)
      throws IOException {
    if (metadata.isEmpty()) {
      return;
    }
    JsonWriter writer = body.name("metadata").beginObject();
    for (Map.Entry<String, String> pair : metadata.entrySet()) {
      writer.name(pair.getKey()).value(pair.getValue());
    }
    writer.endObject();
  }

  private static void writePromptCache(BodyMembers body, OpenAiOptions options) throws IOException {
    if (options.promptCacheMode() == null && options.promptCacheTtl() == null) {
      return;
    }
    JsonWriter writer = body.name("prompt_cache_options").beginObject();
    writeIfSet(writer, "mode", options.promptCacheMode());
    writeIfSet(writer, "ttl", options.promptCacheTtl());
    writer.endObject();
  }

  private static void writeWebSearch(JsonWriter writer, WebSearch search) throws IOException {
    writer.beginObject();
    writeIfSet(writer, "search_context_size", search.contextSize());
    if (search.located()) {
      writer.name("user_location").beginObject();
      writer.name("type").value("approximate");
      writer.name("approximate").beginObject();
      writeIfSet(writer, "country", search.country());
      writeIfSet(writer, "region", search.region());
      writeIfSet(writer, "city", search.city());
      writeIfSet(writer, "timezone", search.timezone());
      writer.endObject();
      writer.endObject();
    }
    writer.endObject();
  }

  private static void writeModeration(JsonWriter writer, Moderation moderation) throws IOException {
    writer.beginObject();
    writer.name("model").value(moderation.model());
    if (moderation.inputMode() != null || moderation.outputMode() != null) {
      writer.name("policy").beginObject();
      writeMode(writer, "input", moderation.inputMode());
      writeMode(writer, "output", moderation.outputMode());
      writer.endObject();
    }
    writer.endObject();
  }

  private static void writeMode(JsonWriter writer, String side, @Nullable String mode)
      throws IOException {
    if (mode != null) {
      writer.name(side).beginObject().name("mode").value(mode).endObject();
    }
  }

  private static void writeLogitBias(BodyMembers body, Map<Integer, Integer> bias)
      throws IOException {
    if (bias.isEmpty()) {
      return;
    }
    JsonWriter writer = body.name("logit_bias").beginObject();
    for (Map.Entry<Integer, Integer> token : bias.entrySet()) {
      writer.name(String.valueOf(token.getKey())).value(token.getValue());
    }
    writer.endObject();
  }

  private static void writeIfSet(JsonWriter writer, String name, @Nullable String value)
      throws IOException {
    if (value != null) {
      writer.name(name).value(value);
    }
  }
}
