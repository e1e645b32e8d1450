package dev.telltale.internal.retry;

import dev.telltale.ErrorKind;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps a client from adding load to a provider that is down: retries are paid from tokens that
 * successes bring back.
 *
 * <p>Thread-safe; one serves all calls of a client to one provider.
 */
public final class RetryBudget {
  private static final int CAPACITY = 500;
  private static final int COST = 5;
  private static final int TIMEOUT_COST = 10;
  private static final int REFUND = 1;

  private final AtomicInteger tokens = new AtomicInteger(CAPACITY);

  /** Pays for a retry after this failure and says whether there was enough. */
  public boolean take(ErrorKind failure) {
    int cost = failure == ErrorKind.TIMEOUT ? TIMEOUT_COST : COST;
    int left;
    do {
      left = tokens.get();
      if (left < cost) {
        return false;
      }
    } while (!tokens.compareAndSet(left, left - cost));
    return true;
  }

  /** Brings tokens back after a success at the given attempt. */
  public void succeeded(int attempt) {
    if (tokens.get() < CAPACITY) {
      int refund = attempt > 1 ? COST : REFUND;
      tokens.updateAndGet(left -> Math.min(CAPACITY, left + refund));
    }
  }
}
