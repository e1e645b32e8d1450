package dev.telltale.openai.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.squareup.moshi.JsonReader;
import dev.telltale.TokenKind;
import dev.telltale.Usage;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class UsageReaderTest {

  @Test
  void everyDetailHasItsKind() throws IOException {
    Usage usage =
        read(
            """
            {"prompt_tokens": 100, "completion_tokens": 50, "total_tokens": 151,
             "prompt_tokens_details": {"cached_tokens": 1, "cache_write_tokens": 2,
               "text_tokens": 3, "audio_tokens": 4, "image_tokens": 5},
             "completion_tokens_details": {"reasoning_tokens": 6, "text_tokens": 7,
               "audio_tokens": 8, "image_tokens": 9, "accepted_prediction_tokens": 10}}
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

  private static Usage read(String json) throws IOException {
    return UsageReader.read(Bodies.reader(json));
  }
}
