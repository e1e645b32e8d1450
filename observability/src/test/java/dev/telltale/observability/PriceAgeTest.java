package dev.telltale.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.Cost;
import dev.telltale.observability.cost.PriceBook;
import dev.telltale.observability.cost.ReloadablePrices;
import dev.telltale.telemetry.CostModel;
import dev.telltale.telemetry.SelfCheck.Finding;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class PriceAgeTest {
  private static final PriceBook BOOK = PriceBook.bundled();

  private final Logger logger = Logger.getLogger(PriceAge.class.getName());
  private final Warnings warnings = new Warnings();

  @BeforeEach
  void listen() {
    logger.addHandler(warnings);
  }

  @AfterEach
  void leave() {
    logger.removeHandler(warnings);
  }

  @Test
  void pricesOf120DaysAreNotOld() {
    age(BOOK, 120).warnIfOld();

    assertThat(warnings.records).isEmpty();
  }

  @Test
  void olderPricesAreWarnedOfOnce() {
    age(ReloadablePrices.from(() -> BOOK), 121).warnIfOld();

    assertThat(warnings.records).hasSize(1);
    assertThat(warnings.records.get(0).getParameters()).containsExactly(BOOK.asOf(), 121L);
  }

  @Test
  void stateSaysHowOldTheyAre() {
    assertThat(age(BOOK, 7).state())
        .isEqualTo(
            "version %s, looked up on %s, 7 days ago".formatted(BOOK.version(), BOOK.asOf()));
  }

  @Test
  void ownCostModelHasNoAge() {
    CostModel own = call -> Cost.notComputed();

    age(own, 1_000).warnIfOld();

    assertThat(warnings.records).isEmpty();
    assertThat(age(own, 1_000).state()).isEqualTo("a cost model of your own");
  }

  @Test
  void selfCheckNamesPricesAndExporters() {
    try (Observability observability =
        Observability.builder().otlp("http://127.0.0.1:1").prometheus().build()) {
      List<Finding> findings = observability.telemetry().selfCheck().findings();

      assertThat(findings)
          .anySatisfy(found -> assertThat(found.toString()).contains("prices", "days ago"))
          .anySatisfy(
              found -> assertThat(found.toString()).contains("exporters", "otlp, prometheus"));
    }
  }

  private static PriceAge age(CostModel prices, int days) {
    LocalDate today = BOOK.asOf().plusDays(days);
    Instant now = today.atTime(23, 59).toInstant(ZoneOffset.UTC);
    return new PriceAge(prices, () -> now);
  }

  private static final class Warnings extends Handler {
    private final List<LogRecord> records = new ArrayList<>();

    @Override
    public void publish(LogRecord warning) {
      records.add(warning);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
