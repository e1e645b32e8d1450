package dev.telltale.openai.wire;

import com.squareup.moshi.JsonReader;
import dev.telltale.TokenKind;
import dev.telltale.Usage;
import dev.telltale.provider.Json;
import java.io.IOException;

/**
 * Reads the {@code usage} object. A count that is missing, null, negative, fractional, too large or
 * no number is absent; it never ends the call.
 */
public final class UsageReader {
  private static final JsonReader.Options MEMBERS =
      JsonReader.Options.of(
          "prompt_tokens",
          "completion_tokens",
          "total_tokens",
          "prompt_tokens_details",
          "completion_tokens_details");

  private static final JsonReader.Options INPUT_DETAILS =
      JsonReader.Options.of(
          "cached_tokens", "cache_write_tokens", "text_tokens", "audio_tokens", "image_tokens");

  /** With the counts that are skipped, as a name that is not listed becomes a string. */
  private static final JsonReader.Options OUTPUT_DETAILS =
      JsonReader.Options.of(
          "reasoning_tokens",
          "text_tokens",
          "audio_tokens",
          "image_tokens",
          "accepted_prediction_tokens",
          "rejected_prediction_tokens");

  private UsageReader() {}

  /** Reads one value; {@link Usage#unknown()} if it is no object or holds no count. */
  public static Usage read(JsonReader reader) throws IOException {
    if (!Json.enterObject(reader)) {
      return Usage.unknown();
    }
    Usage.Builder usage = Usage.builder();
    while (reader.hasNext()) {
      switch (reader.selectName(MEMBERS)) {
        case 0 -> readCount(reader, usage, TokenKind.INPUT);
        case 1 -> readCount(reader, usage, TokenKind.OUTPUT);
        case 2 -> readCount(reader, usage, TokenKind.TOTAL);
        case 3 -> readInputDetails(reader, usage);
        case 4 -> readOutputDetails(reader, usage);
        default -> Json.skipMember(reader);
      }
    }
    reader.endObject();
    return usage.build();
  }

  private static void readInputDetails(JsonReader reader, Usage.Builder usage) throws IOException {
    if (!Json.enterObject(reader)) {
      return;
    }
    while (reader.hasNext()) {
      switch (reader.selectName(INPUT_DETAILS)) {
        case 0 -> readCount(reader, usage, TokenKind.CACHE_READ);
        case 1 -> readCount(reader, usage, TokenKind.CACHE_WRITE);
        case 2 -> readCount(reader, usage, TokenKind.TEXT_INPUT);
        case 3 -> readCount(reader, usage, TokenKind.AUDIO_INPUT);
        case 4 -> readCount(reader, usage, TokenKind.IMAGE_INPUT);
        default -> Json.skipMember(reader);
      }
    }
    reader.endObject();
  }

  private static void readOutputDetails(JsonReader reader, Usage.Builder usage) throws IOException {
    if (!Json.enterObject(reader)) {
      return;
    }
    while (reader.hasNext()) {
      switch (reader.selectName(OUTPUT_DETAILS)) {
        case 0 -> readCount(reader, usage, TokenKind.REASONING);
        case 1 -> readCount(reader, usage, TokenKind.TEXT_OUTPUT);
        case 2 -> readCount(reader, usage, TokenKind.AUDIO_OUTPUT);
        case 3 -> readCount(reader, usage, TokenKind.IMAGE_OUTPUT);
        case 4, 5 -> reader.skipValue();
        default -> Json.skipMember(reader);
      }
    }
    reader.endObject();
  }

  private static void readCount(JsonReader reader, Usage.Builder usage, TokenKind kind)
      throws IOException {
    Json.count(reader).ifPresent(count -> usage.tokens(kind, count));
  }
}
