package dev.telltale;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What calls may cost: one that might go beyond it is refused before it is sent.
 *
 * <pre>{@code
 * ChatClient client =
 *     ChatClient.builder(provider)
 *         .telemetry(observability.telemetry()) // which brings the prices
 *         .budget(Budget.usd("25").per(Duration.ofDays(1)).by("tenant"))
 *         .build();
 * }</pre>
 *
 * <p>Before a call is sent, what it may cost is reserved: its prompt, tools and schema by length,
 * and as many output tokens as it allows, or {@link #DEFAULT_OUTPUT_TOKENS}. When it has ended the
 * reservation gives way to what it did cost, in the period in which it ended. So no number of calls
 * at once can spend the same rest twice, and the limit is passed only by a call that costs more
 * than was reserved. An answer, or a part of one, whose cost stays unknown counts with its
 * reservation; a call that failed without having used tokens counts nothing.
 *
 * <p>A model without a price is refused, unless {@link #allowUnpriced}. Where there are fallbacks
 * the dearest is reserved for, and each needs a price. Thread-safe; one that is given to several
 * clients is one budget for all of them. Each method that sets something returns a budget of its
 * own, of which nothing is spent. It is kept in memory: each process has its own.
 */
public final class Budget {
  /** How many output tokens a call without {@code maxTokens} is assumed to take at most. */
  public static final int DEFAULT_OUTPUT_TOKENS = 4_096;

  private static final Duration LONGEST_PERIOD = Duration.ofDays(36_525);

  private final BigDecimal limit;
  private final @Nullable Duration period;
  private final @Nullable String tag;
  private final boolean unpricedAllowed;
  private final InstantSource clock;
  private final SpendLedger ledger;

  private Budget(
      BigDecimal limit,
      @Nullable Duration period,
      @Nullable String tag,
      boolean unpricedAllowed,
      InstantSource clock) {
    this.limit = limit;
    this.period = period;
    this.tag = tag;
    this.unpricedAllowed = unpricedAllowed;
    this.clock = clock;
    this.ledger = new SpendLedger(limit, period, clock);
  }

  /**
   * Returns a budget of so many US dollars, for ever and for all calls. Nothing may be spent of 0.
   *
   * @throws IllegalArgumentException if it is negative or no decimal number
   */
  public static Budget usd(String limit) {
    return usd(decimal(requireNonNull(limit, "limit")));
  }

  /**
   * Returns a budget of so many US dollars, for ever and for all calls. Nothing may be spent of 0.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public static Budget usd(BigDecimal limit) {
    if (limit.signum() < 0) {
      throw new IllegalArgumentException("A budget must not be negative, but is " + limit);
    }
    return new Budget(limit, null, null, false, InstantSource.system());
  }

  /**
   * Makes it a budget for each period: of a day, from midnight to midnight UTC. A clock that is set
   * back frees nothing that was spent.
   *
   * @throws IllegalArgumentException if it is shorter than a second or longer than a century
   */
  public Budget per(Duration period) {
    if (period.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("A period must be a second or more, not " + period);
    }
    if (period.compareTo(LONGEST_PERIOD) > 0) {
      throw new IllegalArgumentException(
          "A period must be a century or less: a budget without one is for ever.");
    }
    return new Budget(limit, period, tag, unpricedAllowed, clock);
  }

  /**
   * Makes it a budget for each value of a tag of {@link CallOptions}; calls without the tag share
   * one.
   *
   * @throws IllegalArgumentException if the name is blank
   */
  public Budget by(String tag) {
    if (requireNonNull(tag, "tag").isBlank()) {
      throw new IllegalArgumentException("tag is blank");
    }
    return new Budget(limit, period, tag, unpricedAllowed, clock);
  }

  /** Lets calls to models without a price pass, uncounted. */
  public Budget allowUnpriced() {
    return new Budget(limit, period, tag, true, clock);
  }

  /** Stands in for the time in tests. */
  Budget at(InstantSource clock) {
    return new Budget(limit, period, tag, unpricedAllowed, clock);
  }

  /** What was spent in the current period by calls without the tag. */
  public BigDecimal spent() {
    return ledger.spent("");
  }

  /** What was spent in the current period by calls with this value of the tag. */
  public BigDecimal spent(String value) {
    return ledger.spent(requireNonNull(value, "value"));
  }

  /** The tag, or null if all calls share the budget. */
  public @Nullable String tag() {
    return tag;
  }

  /** Whether calls to models without a price pass. */
  public boolean unpricedAllowed() {
    return unpricedAllowed;
  }

  /** The limit in US dollars. */
  public BigDecimal limit() {
    return limit;
  }

  /** What calls that go on with this value of the tag may still spend; "" is for those without. */
  public BigDecimal reserved(String value) {
    return ledger.reserved(requireNonNull(value, "value"));
  }

  /**
   * Reserves money, as a client does for each call; also for what else is to count.
   *
   * @param value of the tag, or "" without
   * @return null if the limit has no room for it
   * @throws IllegalArgumentException if the amount is negative
   */
  public @Nullable Reservation reserve(String value, BigDecimal usd) {
    SpendLedger.Entry entry = ledger.reserve(requireNonNull(value, "value"), amount(usd));
    return entry == null ? null : new Reservation(entry);
  }

  @Override
  public String toString() {
    return "Budget[$"
        + limit.toPlainString()
        + (period == null ? "" : " per " + period)
        + (tag == null ? "" : " by " + tag)
        + "]";
  }

  private static BigDecimal amount(BigDecimal usd) {
    if (usd.signum() < 0) {
      throw new IllegalArgumentException("An amount must not be negative, but is " + usd);
    }
    return usd;
  }

  private static BigDecimal decimal(String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("A budget is a decimal number such as 25 or 0.50", e);
    }
  }

  /** Money that is set aside until it is known what was spent. Thread-safe. */
  public static final class Reservation {
    private final SpendLedger.Entry entry;

    private Reservation(SpendLedger.Entry entry) {
      this.entry = entry;
    }

    /** What is set aside. */
    public BigDecimal usd() {
      return entry.usd();
    }

    /**
     * Counts what was spent instead, in the period of now; only the first time.
     *
     * @throws IllegalArgumentException if the amount is negative
     */
    public void settle(BigDecimal spent) {
      entry.settle(amount(spent));
    }
  }
}
