package dev.telltale;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The money that calls have spent and reserved, by key and period. What a call may cost is reserved
 * before it is sent and replaced by what it did cost; so calls that run at once cannot spend the
 * same rest twice. Thread-safe and exact.
 */
final class SpendLedger {
  /** Beyond this many keys, those that spent nothing in the current period are forgotten. */
  private static final int MANY_KEYS = 10_000;

  private final BigDecimal limit;
  private final @Nullable Duration period;
  private final InstantSource clock;

  private final Object lock = new Object();
  // Guarded by lock.
  private final Map<String, Account> accounts = new HashMap<>();

  /**
   * Creates a ledger in which nothing is spent.
   *
   * @param period how long the limit is for, aligned to 1970-01-01T00:00Z, or null for ever
   */
  SpendLedger(BigDecimal limit, @Nullable Duration period, InstantSource clock) {
    this.limit = limit;
    this.period = period;
    this.clock = clock;
  }

  /** Reserves money for one call; null if the limit has no room for it. */
  @Nullable Entry reserve(String key, BigDecimal usd) {
    synchronized (lock) {
      Account account = account(key);
      BigDecimal taken = account.spent.add(account.reserved);
      if (taken.compareTo(limit) >= 0 || taken.add(usd).compareTo(limit) > 0) {
        return null;
      }
      account.reserved = account.reserved.add(usd);
      return new Entry(key, usd);
    }
  }

  /** What was spent in the current period. */
  BigDecimal spent(String key) {
    synchronized (lock) {
      return account(key).spent;
    }
  }

  /** What is reserved by calls that go on. */
  BigDecimal reserved(String key) {
    synchronized (lock) {
      return account(key).reserved;
    }
  }

  /** The limit of each key. */
  BigDecimal limit() {
    return limit;
  }

  private Account account(String key) {
    long now = periodNow();
    if (accounts.size() > MANY_KEYS) {
      accounts.values().removeIf(account -> account.period != now && account.idle());
    }
    Account account = accounts.computeIfAbsent(key, unused -> new Account());
    if (account.period != now) {
      account.period = now;
      account.spent = BigDecimal.ZERO;
    }
    return account;
  }

  private long periodNow() {
    return period == null ? 0 : Math.floorDiv(clock.millis(), Math.max(1, period.toMillis()));
  }

  /** What one call may spend, until it is settled. */
  final class Entry {
    private final String key;
    private final BigDecimal usd;
    private final AtomicBoolean settled = new AtomicBoolean();

    private Entry(String key, BigDecimal usd) {
      this.key = key;
      this.usd = usd;
    }

    /** What is reserved. */
    BigDecimal usd() {
      return usd;
    }

    /** Replaces the reservation by what was spent, in the period of now; only the first counts. */
    void settle(BigDecimal spent) {
      if (!settled.compareAndSet(false, true)) {
        return;
      }
      synchronized (lock) {
        Account account = account(key);
        account.reserved = account.reserved.subtract(usd);
        account.spent = account.spent.add(spent);
      }
    }
  }

  private static final class Account {
    private long period;
    private BigDecimal spent = BigDecimal.ZERO;
    private BigDecimal reserved = BigDecimal.ZERO;

    private boolean idle() {
      return reserved.signum() == 0;
    }
  }
}
