package dev.telltale;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class CostTest {
  private static final BigDecimal AMOUNT = new BigDecimal("0.0000125");

  @Test
  void costWithoutReasonsIsExact() {
    Cost cost = Cost.of(AMOUNT, "v7", List.of());

    assertThat(cost.status()).isEqualTo(Cost.Status.PRICED);
    assertThat(cost.usd()).hasValue(AMOUNT);
    assertThat(cost.source()).isEqualTo(Cost.Source.LOCAL);
    assertThat(cost.priceVersion()).isEqualTo("v7");
    assertThat(cost).hasToString("Cost[PRICED $0.0000125 []]");
  }

  @Test
  void costWithReasonsIsApproximate() {
    Cost cost = Cost.of(AMOUNT, null, List.of("tier_unknown"));

    assertThat(cost.status()).isEqualTo(Cost.Status.APPROXIMATE);
    assertThat(cost.reasons()).containsExactly("tier_unknown");
    assertThat(cost.priceVersion()).isNull();
  }

  @Test
  void providersOwnCostIsExact() {
    Cost cost = Cost.reportedByProvider(AMOUNT);

    assertThat(cost.status()).isEqualTo(Cost.Status.PRICED);
    assertThat(cost.source()).isEqualTo(Cost.Source.PROVIDER);
    assertThat(cost.usd()).hasValue(AMOUNT);
  }

  @Test
  void unknownIsNotZero() {
    Cost cost = Cost.unpriced("v7", "unknown_model");

    assertThat(cost.status()).isEqualTo(Cost.Status.UNPRICED);
    assertThat(cost.usd()).isEmpty();
    assertThat(cost.reasons()).containsExactly("unknown_model");
    assertThat(Cost.notComputed().usd()).isEmpty();
    assertThat(Cost.notComputed().reasons()).containsExactly("no_cost_model");
  }
}
