package dev.telltale.openai.wire;

import com.squareup.moshi.JsonReader;
import dev.telltale.TokenLogProb;
import dev.telltale.provider.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How likely the tokens of a choice were, as {@code logprobs} says.
 *
 * @param content those of the text
 * @param refusal those of the refusal
 */
record LogProbs(List<TokenLogProb> content, List<TokenLogProb> refusal) {
  static final LogProbs NONE = new LogProbs(List.of(), List.of());

  private static final JsonReader.Options MEMBERS = JsonReader.Options.of("content", "refusal");
  private static final JsonReader.Options TOKEN =
      JsonReader.Options.of("token", "logprob", "bytes", "top_logprobs");
  private static final int MAX_BYTE = 255;

  /** Reads a value; nothing is in it if it is no object. */
  static LogProbs read(JsonReader reader) throws IOException {
    if (!Json.enterObject(reader)) {
      return NONE;
    }
    List<TokenLogProb> content = List.of();
    List<TokenLogProb> refusal = List.of();
    while (reader.hasNext()) {
      switch (reader.selectName(MEMBERS)) {
        case 0 -> content = readTokens(reader, Depth.CHOSEN);
        case 1 -> refusal = readTokens(reader, Depth.CHOSEN);
        default -> Json.skipMember(reader);
      }
    }
    reader.endObject();
    return new LogProbs(content, refusal);
  }

  private static List<TokenLogProb> readTokens(JsonReader reader, Depth depth) throws IOException {
    if (!Json.enterArray(reader)) {
      return List.of();
    }
    List<TokenLogProb> tokens = new ArrayList<>();
    while (reader.hasNext()) {
      TokenLogProb token = readToken(reader, depth);
      if (token != null) {
        tokens.add(token);
      }
    }
    reader.endArray();
    return tokens;
  }

  private static @Nullable TokenLogProb readToken(JsonReader reader, Depth depth)
      throws IOException {
    if (!Json.enterObject(reader)) {
      return null;
    }
    String token = null;
    OptionalDouble logProb = OptionalDouble.empty();
    List<Integer> bytes = List.of();
    List<TokenLogProb> top = List.of();
    while (reader.hasNext()) {
      int member = reader.selectName(TOKEN);
      switch (member) {
        case 0 -> token = Json.string(reader);
        case 1 -> logProb = Json.decimal(reader);
        case 2 -> bytes = readBytes(reader);
        case 3 -> {
          if (depth == Depth.CHOSEN) {
            top = readTokens(reader, Depth.ALTERNATIVE);
          } else {
            reader.skipValue();
          }
        }
        default -> Json.skipMember(reader);
      }
    }
    reader.endObject();
    return token == null || logProb.isEmpty()
        ? null
        : new TokenLogProb(token, logProb.getAsDouble(), bytes, top);
  }

  private static List<Integer> readBytes(JsonReader reader) throws IOException {
    if (!Json.enterArray(reader)) {
      return List.of();
    }
    List<Integer> bytes = new ArrayList<>();
    boolean valid = true;
    while (reader.hasNext()) {
      OptionalLong octet = Json.count(reader);
      valid &= octet.orElse(Long.MAX_VALUE) <= MAX_BYTE;
      bytes.add((int) octet.orElse(0));
    }
    reader.endArray();
    return valid ? bytes : List.of();
  }

  /** Alternatives have no alternatives of their own. */
  private enum Depth {
    CHOSEN,
    ALTERNATIVE
  }
}
