package dev.telltale.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.squareup.moshi.JsonReader;
import dev.telltale.TokenKind;
import dev.telltale.Usage;
import dev.telltale.rig.fixtures.Fixture;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import okio.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class UsageReaderTest {
  private static final Map<String, TokenKind> CANONICAL =
      Map.of(
          "inputTokens", TokenKind.INPUT,
          "outputTokens", TokenKind.OUTPUT,
          "cacheReadTokens", TokenKind.CACHE_READ,
          "reasoningTokens", TokenKind.REASONING);

  @Test
  void everyDetailHasItsKind() throws IOException {
    Usage usage =
        read(
            """
            {"prompt_tokens": 100, "completion_tokens": 50, "total_tokens": 151,
             "prompt_tokens_details": {"cached_tokens": 1, "cache_write_tokens": 2,
               "text_tokens": 3, "audio_tokens": 4, "image_tokens": 5},
             "completion_tokens_details": {"reasoning_tokens": 6, "text_tokens": 7,
               "audio_tokens": 8, "image_tokens": 9, "accepted_prediction_tokens": 10,
               "rejected_prediction_tokens": 11}}
            """);

    assertThat(usage)
        .isEqualTo(
            Usage.builder()
                .tokens(TokenKind.INPUT, 100)
                .tokens(TokenKind.OUTPUT, 50)
                .tokens(TokenKind.TOTAL, 151)
                .tokens(TokenKind.CACHE_READ, 1)
                .tokens(TokenKind.CACHE_WRITE, 2)
                .tokens(TokenKind.TEXT_INPUT, 3)
                .tokens(TokenKind.AUDIO_INPUT, 4)
                .tokens(TokenKind.IMAGE_INPUT, 5)
                .tokens(TokenKind.REASONING, 6)
                .tokens(TokenKind.TEXT_OUTPUT, 7)
                .tokens(TokenKind.AUDIO_OUTPUT, 8)
                .tokens(TokenKind.IMAGE_OUTPUT, 9)
                .tokens(TokenKind.ACCEPTED_PREDICTION, 10)
                .tokens(TokenKind.REJECTED_PREDICTION, 11)
                .build());
  }

  @ParameterizedTest
  @MethodSource
  void countThatIsNoneIsAbsent(String value) throws IOException {
    Usage usage = read("{\"prompt_tokens\":" + value + ",\"completion_tokens\":7}");

    assertThat(usage.inputTokens()).isEmpty();
    assertThat(usage.outputTokens()).hasValue(7);
  }

  static Stream<Arguments> countThatIsNoneIsAbsent() {
    return Stream.of(
        argumentSet("null", "null"),
        argumentSet("negative", "-1"),
        argumentSet("fraction", "1.5"),
        argumentSet("beyond long", "9223372036854775808"),
        argumentSet("huge exponent", "1e999999999"),
        argumentSet("tiny exponent", "1e-999999999"),
        argumentSet("many digits", "9".repeat(100_000)),
        argumentSet("string", "\"12\""),
        argumentSet("boolean", "true"),
        argumentSet("object", "{\"a\":1}"),
        argumentSet("array", "[1]"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"12", "12.0", "1.2e1", "120e-1"})
  void wholeNumberCountsInAnyNotation(String value) throws IOException {
    Usage usage = read("{\"prompt_tokens\":" + value + "}");

    assertThat(usage.inputTokens()).hasValue(12);
  }

  @Test
  void zeroIsReportedAsZero() throws IOException {
    Usage usage = read("{\"prompt_tokens\":0}");

    assertThat(usage.inputTokens()).isEqualTo(OptionalLong.of(0));
    assertThat(usage.outputTokens()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "\"none\"",
        "7",
        "{}",
        "{\"prompt_tokens_details\":null,\"completion_tokens_details\":[]}"
      })
  void nothingReportedIsUnknown(String json) throws IOException {
    JsonReader reader = Bodies.reader("[" + json + ",1]");
    reader.beginArray();

    Usage usage = UsageReader.read(reader);

    assertThat(usage).isEqualTo(Usage.unknown());
    assertThat(reader.nextInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource
  void wireUsageGivesCanonicalUsage(Map<String, Object> vector) throws IOException {
    Map<String, Object> expected = Fixture.object(vector.get("usage"));

    Usage usage = read(JsonText.of(vector.get("wireUsage")));

    CANONICAL.forEach(
        (name, kind) ->
            assertThat(usage.tokens(kind))
                .as(name)
                .isEqualTo(
                    expected.containsKey(name)
                        ? OptionalLong.of(((Number) expected.get(name)).longValue())
                        : OptionalLong.empty()));
    Object cost = expected.get("providerCostUsd");
    assertThat(usage.providerCostUsd().isPresent()).isEqualTo(cost != null);
    if (cost != null) {
      assertThat(usage.providerCostUsd().orElseThrow())
          .isEqualByComparingTo(new BigDecimal((String) cost));
    }
  }

  static Stream<Arguments> wireUsageGivesCanonicalUsage() throws IOException {
    try (InputStream json = UsageReaderTest.class.getResourceAsStream("/wire-usage.json")) {
      return Fixture.objects(Fixtures.json(ByteString.of(json.readAllBytes()))).stream()
          .map(vector -> argumentSet(vector.get("id") + " " + vector.get("title"), vector));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'\"prompt_cache_hit_tokens\":4', 4",
    "'\"cached_tokens\":4', 4",
    "'\"num_cached_tokens\":4', 4",
    "'\"prompt_cache_hit_tokens\":4,\"prompt_tokens_details\":{\"cached_tokens\":3}', 3",
    "'\"prompt_cache_hit_tokens\":4,\"prompt_tokens_details\":{\"cached_tokens\":null}', 4",
  })
  void cachedTokensHaveSeveralNames(String members, long cached) throws IOException {
    assertThat(read("{" + members + "}").cacheReadTokens()).hasValue(cached);
  }

  @ParameterizedTest
  @CsvSource({
    "9223372036854775807, 9223372036854775807, 9223372036854775807, 9223372036854775807",
    "0, 9223372036854775807, 9223372036854775807, 1",
  })
  void hugeCountsAreNotAdded(long prompt, long completion, long total, long reasoning)
      throws IOException {
    Usage usage =
        read(
            """
            {"prompt_tokens":%d,"completion_tokens":%d,"total_tokens":%d,
             "completion_tokens_details":{"reasoning_tokens":%d}}
            """
                .formatted(prompt, completion, total, reasoning));

    assertThat(usage.outputTokens()).hasValue(completion);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "\"1\"", "{\"total\":1}", "null", "1e99"})
  void costThatIsNoneIsAbsent(String cost) throws IOException {
    assertThat(read("{\"cost\":" + cost + "}").providerCostUsd()).isEmpty();
  }

  private static Usage read(String json) throws IOException {
    return UsageReader.read(Bodies.reader(json));
  }
}
