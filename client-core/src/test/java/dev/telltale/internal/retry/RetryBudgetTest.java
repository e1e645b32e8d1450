package dev.telltale.internal.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.ErrorKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
final class RetryBudgetTest {
  private final RetryBudget budget = new RetryBudget();

  @Test
  void outageCostsAtMostAHundredRetries() {
    int retries = 0;
    for (int call = 0; call < 5_000; call++) {
      retries += budget.take(ErrorKind.SERVER) ? 1 : 0;
    }

    assertThat(retries).isEqualTo(100);
  }

  @Test
  void timeoutCostsTwice() {
    int retries = 0;
    while (budget.take(ErrorKind.TIMEOUT)) {
      retries++;
    }

    assertThat(retries).isEqualTo(50);
  }

  @Test
  void successesBringRetriesBack() {
    while (budget.take(ErrorKind.SERVER)) {}

    for (int call = 0; call < 5; call++) {
      budget.succeeded(1);
    }

    assertThat(budget.take(ErrorKind.SERVER)).isTrue();
    assertThat(budget.take(ErrorKind.SERVER)).isFalse();
  }

  @Test
  void successAfterARetryPaysForIt() {
    while (budget.take(ErrorKind.SERVER)) {}

    budget.succeeded(2);

    assertThat(budget.take(ErrorKind.SERVER)).isTrue();
  }

  @Test
  void successesNeverFillItBeyondItsCapacity() {
    for (int call = 0; call < 10_000; call++) {
      budget.succeeded(1);
    }

    int retries = 0;
    while (budget.take(ErrorKind.SERVER)) {
      retries++;
    }
    assertThat(retries).isEqualTo(100);
  }
}
