package dev.telltale.observability.cost;

import com.squareup.moshi.JsonReader;
import com.squareup.moshi.JsonWriter;
import dev.telltale.TokenKind;
import dev.telltale.Usage;
import dev.telltale.telemetry.BilledCall;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import okio.Buffer;
import okio.Okio;

/** One worked case of vectors.json. */
final class PriceVector {
  private static final Map<String, TokenKind> KINDS =
      Map.ofEntries(
          Map.entry("inputTokens", TokenKind.INPUT),
          Map.entry("outputTokens", TokenKind.OUTPUT),
          Map.entry("cacheReadTokens", TokenKind.CACHE_READ),
          Map.entry("cacheWriteTokens", TokenKind.CACHE_WRITE),
          Map.entry("cacheWrite1hTokens", TokenKind.CACHE_WRITE_1H),
          Map.entry("reasoningTokens", TokenKind.REASONING),
          Map.entry("audioInputTokens", TokenKind.AUDIO_INPUT),
          Map.entry("audioCacheReadTokens", TokenKind.AUDIO_CACHE_READ),
          Map.entry("audioOutputTokens", TokenKind.AUDIO_OUTPUT),
          Map.entry("imageInputTokens", TokenKind.IMAGE_INPUT),
          Map.entry("imageCacheReadTokens", TokenKind.IMAGE_CACHE_READ),
          Map.entry("imageOutputTokens", TokenKind.IMAGE_OUTPUT));

  private final Map<?, ?> json;

  private PriceVector(Map<?, ?> json) {
    this.json = json;
  }

  /** The bundled cases, or those of the file that {@code telltale.priceVectors} names. */
  static List<PriceVector> all() {
    String file = System.getProperty("telltale.priceVectors");
    try (InputStream stream =
            file == null
                ? PriceVector.class.getResourceAsStream("vectors.json")
                : Files.newInputStream(Path.of(file));
        JsonReader reader = JsonReader.of(Okio.buffer(Okio.source(stream)))) {
      Map<?, ?> document = (Map<?, ?>) reader.readJsonValue();
      return list(document.get("vectors")).stream()
          .map(vector -> new PriceVector((Map<?, ?>) vector))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return text("id") + " " + text("title");
  }

  PriceBook book() throws IOException {
    PriceBook.Builder book = PriceBook.builder();
    Map<?, ?> config = map(json.get("config"));
    for (Object name : list(config.get("multipliers"))) {
      book.multiplier((String) name);
    }
    map(config.get("deploymentModels"))
        .forEach((deployment, model) -> book.deploymentModel((String) deployment, (String) model));
    Buffer overrides = new Buffer();
    try (JsonWriter writer = JsonWriter.of(overrides)) {
      writer.jsonValue(list(config.get("overrides")));
    }
    return book.overrides(overrides.readUtf8()).build();
  }

  BilledCall call() {
    boolean batch = Boolean.TRUE.equals(json.get("batch"));
    return BilledCall.builder(text("provider"), Instant.parse(text("at")))
        .requestModel(text("requestModel"))
        .responseModel(text("responseModel"))
        .requestServiceTier(text("requestServiceTier"))
        .responseServiceTier(batch ? "batch" : text("responseServiceTier"))
        .usage(usage(map(json.get("usage"))))
        .build();
  }

  Map<?, ?> expected() {
    return map(json.get("expect"));
  }

  private static Usage usage(Map<?, ?> json) {
    Usage.Builder usage = Usage.builder();
    json.forEach(
        (name, value) -> {
          if (name.equals("providerCostUsd")) {
            usage.providerCostUsd(new BigDecimal((String) value));
          } else if (value != null) {
            usage.tokens(KINDS.get(name), ((Number) value).longValue());
          }
        });
    return usage.build();
  }

  private String text(String name) {
    return (String) json.get(name);
  }

  static List<?> list(Object value) {
    return value == null ? List.of() : (List<?>) value;
  }

  static Map<?, ?> map(Object value) {
    return value == null ? Map.of() : (Map<?, ?>) value;
  }
}
