package dev.telltale.observability.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.Cost;
import dev.telltale.TokenKind;
import dev.telltale.Usage;
import dev.telltale.telemetry.BilledCall;
import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules that the shared vectors leave open, on made-up prices. */
@Timeout(10)
class RateRulesTest {
  private static final String PRICES =
      """
      [{"id": "night", "match": {"exact": ["night"]}, "periods": [
          {"input": "1", "output": "1"},
          {"windowUtc": ["22:00", "06:00"], "input": "2", "output": "1"}]},
       {"id": "image", "match": {"exact": ["image"]}, "periods": [
          {"input": "1", "cacheRead": "0.5", "output": "2", "imageInput": "4",
           "imageCacheRead": "3", "imageOutput": "8"}]},
       {"id": "steps", "match": {"exact": ["steps"]}, "periods": [
          {"input": "1", "output": "1", "longContext": [
             {"aboveInputTokens": 200, "input": "3"}, {"aboveInputTokens": 100, "input": "2"}],
           "tiers": {"flex": {"input": "0.5", "longContext": [
             {"aboveInputTokens": 100, "input": "1"}]}}}]}]
      """;

  private final PriceBook book = PriceBook.builder().overrides(PRICES).build();

  @ParameterizedTest
  @CsvSource({"21:59:59, 1", "22:00:00, 2", "00:00:00, 2", "05:59:59, 2", "06:00:00, 1"})
  void hoursMayGoOverMidnight(String time, String usd) {
    Instant start = Instant.parse("2026-11-20T" + time + "Z");
    BilledCall call =
        BilledCall.builder("here", start).responseModel("night").usage(million().build()).build();

    assertThat(book.price(call).usd()).contains(new BigDecimal(usd));
  }

  @ParameterizedTest
  @CsvSource({"100, 0.0001", "101, 0.000202", "200, 0.0004", "201, 0.000603"})
  void highestBoundaryBelowTheInputCounts(long input, String usd) {
    Usage usage =
        Usage.builder().tokens(TokenKind.INPUT, input).tokens(TokenKind.OUTPUT, 0).build();

    assertThat(price("steps", usage).usd()).contains(new BigDecimal(usd));
  }

  @Test
  void imagesHaveTheirOwnRates() {
    Usage usage =
        million()
            .tokens(TokenKind.CACHE_READ, 500_000)
            .tokens(TokenKind.IMAGE_INPUT, 400_000)
            .tokens(TokenKind.IMAGE_CACHE_READ, 100_000)
            .tokens(TokenKind.OUTPUT, 100_000)
            .tokens(TokenKind.IMAGE_OUTPUT, 100_000)
            .build();

    Cost cost = price("image", usage);

    assertThat(cost.usd()).contains(new BigDecimal("2.7"));
    assertThat(cost.reasons()).isEmpty();
  }

  @Test
  void unreportedSplitOfCachedImagesIsAssumed() {
    Usage usage =
        million()
            .tokens(TokenKind.CACHE_READ, 900_000)
            .tokens(TokenKind.IMAGE_INPUT, 400_000)
            .build();

    Cost cost = price("image", usage);

    assertThat(cost.usd()).contains(new BigDecimal("1.6"));
    assertThat(cost.reasons()).containsExactly("cache_split_assumed");
  }

  @ParameterizedTest
  @CsvSource({
    "AUDIO_INPUT, 1000001",
    "CACHE_READ, 1000001",
    "CACHE_WRITE, 1000001",
    "CACHE_WRITE_1H, 1",
    "REASONING, 1",
    "AUDIO_OUTPUT, 1",
    "IMAGE_CACHE_READ, 1"
  })
  void partLargerThanItsWholeIsUnpriced(TokenKind kind, long count) {
    Usage.Builder usage = million().tokens(TokenKind.IMAGE_INPUT, 1).tokens(kind, count);

    Cost cost = price("image", usage.build());

    assertThat(cost.usd()).isEmpty();
    assertThat(cost.reasons()).containsExactly("inconsistent_usage");
  }

  @Test
  void tierKeepsStandardRateOfWhatItDoesNotName() {
    Usage usage = Usage.builder().tokens(TokenKind.INPUT, 10).tokens(TokenKind.OUTPUT, 10).build();
    BilledCall call =
        BilledCall.builder("here", Instant.EPOCH)
            .responseModel("steps")
            .responseServiceTier("flex")
            .usage(usage)
            .build();

    Cost cost = book.price(call);

    assertThat(cost.usd()).contains(new BigDecimal("0.000015"));
    assertThat(cost.reasons()).containsExactly("rate_inherited");
  }

  private Cost price(String model, Usage usage) {
    return book.price(
        BilledCall.builder("here", Instant.EPOCH).responseModel(model).usage(usage).build());
  }

  private static Usage.Builder million() {
    return Usage.builder().tokens(TokenKind.INPUT, 1_000_000).tokens(TokenKind.OUTPUT, 0);
  }
}
