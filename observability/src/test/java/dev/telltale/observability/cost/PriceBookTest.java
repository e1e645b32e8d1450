package dev.telltale.observability.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.telltale.Cost;
import dev.telltale.TokenKind;
import dev.telltale.Usage;
import dev.telltale.telemetry.BilledCall;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class PriceBookTest {
  private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");
  private static final Usage USAGE = usage(1_000, 500);

  private final PriceBook book = PriceBook.bundled();

  @Test
  void unknownModelHasReasonAndNoAmount() {
    Cost cost = book.price(call("openai", "gpt-nobody-knows"));

    assertThat(cost.status()).isEqualTo(Cost.Status.UNPRICED);
    assertThat(cost.usd()).isEmpty();
    assertThat(cost.reasons()).containsExactly("unknown_model");
  }

  @Test
  void costNamesThePricesItCameFrom() {
    Cost cost = book.price(call("openai", "gpt-4o-mini"));

    assertThat(cost.priceVersion()).isEqualTo(book.version()).startsWith("2026-");
    assertThat(cost.source()).isEqualTo(Cost.Source.LOCAL);
  }

  @Test
  void providerIsKnownByItsTelemetryName() {
    Cost cost = book.price(call("azure.ai.openai", "gpt-4o-mini-2024-07-18"));

    assertThat(cost.usd()).contains(new BigDecimal("0.00045"));
  }

  @Test
  void missingInputCountIsNoUsage() {
    Cost cost = book.price(call("openai", "gpt-4o", usage(-1, 10)));

    assertThat(cost.reasons()).containsExactly("no_usage");
  }

  @Test
  void missingOutputCountIsNoUsage() {
    Cost cost = book.price(call("openai", "gpt-4o", usage(10, -1)));

    assertThat(cost.reasons()).containsExactly("no_usage");
  }

  @Test
  void modelWithoutOutputPriceNeedsNoOutputCount() {
    Cost cost = book.price(call("openai", "text-embedding-3-small", usage(1_000_000, -1)));

    assertThat(cost.usd()).contains(new BigDecimal("0.02"));
    assertThat(cost.status()).isEqualTo(Cost.Status.PRICED);
  }

  @Test
  void outputOfModelWithoutOutputPriceIsUnpriced() {
    Cost cost = book.price(call("openai", "text-embedding-3-small", usage(10, 10)));

    assertThat(cost.usd()).isEmpty();
    assertThat(cost.reasons()).containsExactly("rate_missing");
  }

  @Test
  void negativeProviderCostIsIgnored() {
    Usage usage =
        Usage.builder()
            .tokens(TokenKind.INPUT, 1_000)
            .tokens(TokenKind.OUTPUT, 0)
            .providerCostUsd(new BigDecimal("-1"))
            .build();

    Cost cost = book.price(call("openai", "gpt-4o", usage));

    assertThat(cost.source()).isEqualTo(Cost.Source.LOCAL);
    assertThat(cost.usd()).contains(new BigDecimal("0.0025"));
  }

  @Test
  void absurdCountsAreInconsistent() {
    Usage usage =
        Usage.builder()
            .tokens(TokenKind.INPUT, Long.MAX_VALUE)
            .tokens(TokenKind.OUTPUT, Long.MAX_VALUE)
            .tokens(TokenKind.CACHE_READ, Long.MAX_VALUE)
            .tokens(TokenKind.CACHE_WRITE, Long.MAX_VALUE)
            .build();

    Cost cost = book.price(call("openai", "gpt-4o", usage));

    assertThat(cost.reasons()).containsExactly("inconsistent_usage");
  }

  @Test
  void amountBeyondLongPicoDollarsIsExact() {
    Cost cost = book.price(call("openai", "gpt-5.4-pro", usage(1L << 50, 0)));

    assertThat(cost.usd()).contains(new BigDecimal("67553994410.55744"));
  }

  @Test
  void overrideForOneProviderComesBeforeGeneralOne() {
    PriceBook overridden =
        PriceBook.builder()
            .overrides(override("\"id\":\"general\"", "1"))
            .overrides(override("\"id\":\"own\",\"provider\":\"azure.ai.openai\"", "3"))
            .build();

    assertThat(overridden.explain(call("azure", "house-1")).model()).isEqualTo("own");
    assertThat(overridden.explain(call("openai", "house-1")).model()).isEqualTo("general");
  }

  @Test
  void unknownMultiplierIsRefused() {
    PriceBook.Builder builder = PriceBook.builder().multiplier("deployment:moon");

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("No price has a multiplier of the name deployment:moon");
  }

  @Test
  void everyThreadGetsTheSameCost() throws Exception {
    List<String> models = List.of("gpt-4o", "gpt-4o-mini", "o3", "gpt-4.1", "gpt-9-quasar");
    Callable<BigDecimal> work =
        () -> {
          BigDecimal sum = BigDecimal.ZERO;
          for (int i = 0; i < 5_000; i++) {
            BilledCall call = call("openai", models.get(i % models.size()));
            sum = sum.add(book.price(call).usd().orElse(BigDecimal.ZERO));
          }
          return sum;
        };

    List<BigDecimal> sums = onThreads(8, work);

    assertThat(sums).containsOnly(work.call()).hasSize(8);
  }

  @Test
  void unknownModelIsLoggedOnceWithoutLineBreaks() {
    List<String> lines = new ArrayList<>();

    whileLogging(
        lines,
        () -> {
          book.price(call("openai", "gpt-9\nforged line"));
          book.price(call("openai", "gpt-9\nforged line"));
        });

    assertThat(lines)
        .containsExactly(
            "No price is known for the model gpt-9?forged?line of openai: its calls have no cost."
                + " Add its prices with PriceBook.builder().overrides(...).");
  }

  @Test
  void endlessModelNamesAreNeitherKeptNorLogged() {
    List<String> lines = new ArrayList<>();

    whileLogging(
        lines,
        () -> {
          for (int i = 0; i < 3_000; i++) {
            book.price(call("openai", "made-up-" + i));
          }
        });

    assertThat(lines).hasSize(1_024);
  }

  private static String override(String head, String rate) {
    return "[{%s,\"match\":{\"exact\":[\"house-1\"]},\"periods\":[{\"input\":\"%s\",\"output\":\"1\"}]}]"
        .formatted(head, rate);
  }

  private static Usage usage(long input, long output) {
    return Usage.builder().tokens(TokenKind.INPUT, input).tokens(TokenKind.OUTPUT, output).build();
  }

  private static BilledCall call(String provider, String model) {
    return call(provider, model, USAGE);
  }

  private static BilledCall call(String provider, String model, Usage usage) {
    return BilledCall.builder(provider, START).responseModel(model).usage(usage).build();
  }

  private static <T> List<T> onThreads(int threads, Callable<T> work)
      throws InterruptedException, ExecutionException {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> future : executor.invokeAll(Collections.nCopies(threads, work))) {
        results.add(future.get());
      }
      return results;
    } finally {
      executor.shutdownNow();
    }
  }

  private static void whileLogging(List<String> lines, Runnable work) {
    Logger logger = Logger.getLogger(PriceBook.class.getName());
    Handler handler = new LineHandler(lines);
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
    try {
      work.run();
    } finally {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(true);
    }
  }

  private static final class LineHandler extends Handler {
    private final List<String> lines;

    private LineHandler(List<String> lines) {
      this.lines = lines;
    }

    @Override
    public void publish(LogRecord line) {
      lines.add(new SimpleFormatter().formatMessage(line));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
