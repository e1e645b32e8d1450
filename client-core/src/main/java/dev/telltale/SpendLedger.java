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
  /** With this many keys those that spent nothing in the current period are forgotten. */
  private static final int MANY_KEYS = 10_000;

  private final BigDecimal limit;
  private final @Nullable Duration period;
  private final InstantSource clock;

  private final Object lock = new Object();
  // Guarded by lock.
  private final Map<String, Account> accounts = new HashMap<>();
  private int sweptAt = MANY_KEYS;

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
      keep(key, account);
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

  /** How many keys are remembered. */
  int keys() {
    synchronized (lock) {
      return accounts.size();
    }
  }

  /** The limit of each key. */
  BigDecimal limit() {
    return limit;
  }

  /** The account of a key in the current period, which is not kept if it is new. */
  private Account account(String key) {
    long now = periodNow();
    Account account = accounts.get(key);
    if (account == null) {
      account = new Account();
    }
    account.enter(now);
    return account;
  }

  private void keep(String key, Account account) {
    if (accounts.put(key, account) == null && accounts.size() > sweptAt) {
      long now = periodNow();
      accounts.values().removeIf(other -> other.idle(now));
      // Twice what is left, or each new key would look through all of them.
      sweptAt = Math.max(MANY_KEYS, 2 * accounts.size());
    }
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
        keep(key, account);
      }
    }
  }

  private static final class Account {
    private long period;
    private BigDecimal spent = BigDecimal.ZERO;
    private BigDecimal reserved = BigDecimal.ZERO;

    /**
     * Begins anew in a later period only. A clock that was set back a little is waited for, or the
     * period it left would be free again; one that was far ahead is followed, with what was spent.
     */
    private void enter(long now) {
      if (now > period) {
        period = now;
        spent = BigDecimal.ZERO;
      } else if (now < period - 1) {
        period = now;
      }
    }

    private boolean idle(long now) {
      return reserved.signum() == 0 && (spent.signum() == 0 || period < now);
    }
  }
}
