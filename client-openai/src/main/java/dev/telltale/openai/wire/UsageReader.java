package dev.telltale.openai.wire;

import com.squareup.moshi.JsonReader;
import dev.telltale.TokenKind;
import dev.telltale.Usage;
import dev.telltale.provider.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code usage} object. A count that is missing, null, negative, fractional, too large or
 * no number is absent; it never ends the call.
 *
 * <p>Servers differ in whether reasoning is a part of the completion: it is not where only the sum
 * of all three gives the total. What OpenAI calls cached tokens has other names elsewhere, and some
 * servers report a cost.
 */
public final class UsageReader {
  private static final JsonReader.Options MEMBERS =
      JsonReader.Options.of(
          "prompt_tokens",
          "completion_tokens",
          "total_tokens",
          "prompt_tokens_details",
          "completion_tokens_details",
          "prompt_cache_hit_tokens",
          "cached_tokens",
          "num_cached_tokens",
          "cost",
          "cost_in_usd_ticks");

  private static final JsonReader.Options INPUT_DETAILS =
      JsonReader.Options.of(
          "cached_tokens", "cache_write_tokens", "text_tokens", "audio_tokens", "image_tokens");

  private static final JsonReader.Options OUTPUT_DETAILS =
      JsonReader.Options.of(
          "reasoning_tokens",
          "text_tokens",
          "audio_tokens",
          "image_tokens",
          "accepted_prediction_tokens",
          "rejected_prediction_tokens");

  /** xAI counts in ten-billionths of a dollar. */
  private static final int TICK_DIGITS = 10;

  /** Sums of three such counts do not overflow; no call has as many tokens. */
  private static final long MAX_SUMMAND = Long.MAX_VALUE / 4;

  private final Usage.Builder usage = Usage.builder();
  private long input = -1;
  private long output = -1;
  private long total = -1;
  private long reasoning = -1;
  private OptionalLong cached = OptionalLong.empty();
  private OptionalLong cachedElsewhere = OptionalLong.empty();

  private UsageReader() {}

  /** Reads one value; {@link Usage#unknown()} if it is no object or holds no count. */
  public static Usage read(JsonReader reader) throws IOException {
    if (!Json.enterObject(reader)) {
      return Usage.unknown();
    }
    UsageReader counts = new UsageReader();
    while (reader.hasNext()) {
      counts.readMember(reader);
    }
    reader.endObject();
    return counts.build();
  }

  private void readMember(JsonReader reader) throws IOException {
    switch (reader.selectName(MEMBERS)) {
      case 0 -> input = readCount(reader, TokenKind.INPUT);
      case 1 -> output = readCount(reader, TokenKind.OUTPUT);
      case 2 -> total = readCount(reader, TokenKind.TOTAL);
      case 3 -> readInputDetails(reader);
      case 4 -> readOutputDetails(reader);
      case 5, 6, 7 -> cachedElsewhere = Json.count(reader);
      case 8 -> readCost(Json.amount(reader));
      case 9 -> readTicks(reader);
      default -> Json.skipMember(reader);
    }
  }

  private Usage build() {
    OptionalLong cacheRead = cached.isPresent() ? cached : cachedElsewhere;
    cacheRead.ifPresent(count -> usage.tokens(TokenKind.CACHE_READ, count));
    if (reasoningIsOutside()) {
      usage.tokens(TokenKind.OUTPUT, output + reasoning);
    }
    return usage.build();
  }

  private boolean reasoningIsOutside() {
    boolean known = input >= 0 && output >= 0 && reasoning > 0;
    boolean sane = Math.max(input, Math.max(output, reasoning)) <= MAX_SUMMAND;
    return known && sane && total == input + output + reasoning;
  }

  private void readInputDetails(JsonReader reader) throws IOException {
    if (!Json.enterObject(reader)) {
      return;
    }
    while (reader.hasNext()) {
      switch (reader.selectName(INPUT_DETAILS)) {
        case 0 -> cached = Json.count(reader);
        case 1 -> readCount(reader, TokenKind.CACHE_WRITE);
        case 2 -> readCount(reader, TokenKind.TEXT_INPUT);
        case 3 -> readCount(reader, TokenKind.AUDIO_INPUT);
        case 4 -> readCount(reader, TokenKind.IMAGE_INPUT);
        default -> Json.skipMember(reader);
      }
    }
    reader.endObject();
  }

  private void readOutputDetails(JsonReader reader) throws IOException {
    if (!Json.enterObject(reader)) {
      return;
    }
    while (reader.hasNext()) {
      switch (reader.selectName(OUTPUT_DETAILS)) {
        case 0 -> reasoning = readCount(reader, TokenKind.REASONING);
        case 1 -> readCount(reader, TokenKind.TEXT_OUTPUT);
        case 2 -> readCount(reader, TokenKind.AUDIO_OUTPUT);
        case 3 -> readCount(reader, TokenKind.IMAGE_OUTPUT);
        case 4 -> readCount(reader, TokenKind.ACCEPTED_PREDICTION);
        case 5 -> readCount(reader, TokenKind.REJECTED_PREDICTION);
        default -> Json.skipMember(reader);
      }
    }
    reader.endObject();
  }

  /** Returns -1 for what is no count. */
  private long readCount(JsonReader reader, TokenKind kind) throws IOException {
    long count = Json.count(reader).orElse(-1);
    usage.tokens(kind, count);
    return count;
  }

  private void readCost(@Nullable BigDecimal usd) {
    if (usd != null) {
      usage.providerCostUsd(usd);
    }
  }

  private void readTicks(JsonReader reader) throws IOException {
    OptionalLong ticks = Json.count(reader);
    if (ticks.isPresent()) {
      readCost(BigDecimal.valueOf(ticks.getAsLong(), TICK_DIGITS));
    }
  }
}
