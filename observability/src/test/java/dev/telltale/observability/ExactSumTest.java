package dev.telltale.observability;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.Cost;
import dev.telltale.TokenKind;
import dev.telltale.Usage;
import dev.telltale.observability.cost.PriceBook;
import dev.telltale.telemetry.BilledCall;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Costs of many calls priced at once add up to the last pico-dollar. */
@Timeout(120)
class ExactSumTest {
  private static final int THREADS = 8;
  private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

  @Test
  void sumIsExactToThePicoDollar() throws Exception {
    assertExact(80_000);
  }

  @Test
  @Tag("slow")
  void sumIsExactToThePicoDollar_million() throws Exception {
    assertExact(1_000_000);
  }

  private static void assertExact(int calls) throws Exception {
    PriceBook prices = PriceBook.bundled();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<BigDecimal>> shares = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int first = thread;
        shares.add(() -> share(prices, first, calls));
      }
      BigDecimal sum = BigDecimal.ZERO;
      for (Future<BigDecimal> share : threads.invokeAll(shares)) {
        sum = sum.add(share.get());
      }

      assertThat(sum).isEqualByComparingTo(expected(calls));
    } finally {
      threads.shutdownNow();
    }
  }

  private static BigDecimal share(PriceBook prices, int first, int calls) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = first; i < calls; i += THREADS) {
      Cost cost = prices.price(call(i));
      sum = sum.add(requireNonNull(cost.usd().orElse(null)));
    }
    return sum;
  }

  /**
   * gpt-4o-mini: 0.15 in, 0.075 cached, 0.60 out per million; that is 150, 75, 600 nano a token.
   */
  private static BigDecimal expected(int calls) {
    long nano = 0;
    for (int i = 0; i < calls; i++) {
      long input = input(i);
      long cached = input / 3;
      nano += 150 * (input - cached) + 75 * cached + 600 * output(i);
    }
    return BigDecimal.valueOf(nano, 9);
  }

  private static BilledCall call(int i) {
    return BilledCall.builder("openai", START)
        .responseModel("gpt-4o-mini")
        .usage(
            Usage.builder()
                .tokens(TokenKind.INPUT, input(i))
                .tokens(TokenKind.CACHE_READ, input(i) / 3)
                .tokens(TokenKind.OUTPUT, output(i))
                .build())
        .build();
  }

  private static long input(int i) {
    return 1 + i * 7_919L % 4_001;
  }

  private static long output(int i) {
    return i * 104_729L % 997;
  }
}
