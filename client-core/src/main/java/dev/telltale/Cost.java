package dev.telltale;

import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one call cost, or why that is not known. Unknown is not zero: an unpriced call has no
 * amount.
 *
 * <p>Immutable and thread-safe.
 */
public final class Cost {
  private static final Cost NO_MODEL = unpriced(null, "no_cost_model");

  private final Status status;
  private final List<String> reasons;
  private final @Nullable BigDecimal usd;
  private final Source source;
  private final @Nullable String priceVersion;

  private Cost(
      Status status,
      List<String> reasons,
      @Nullable BigDecimal usd,
      Source source,
      @Nullable String priceVersion) {
    this.status = status;
    this.reasons = List.copyOf(reasons);
    this.usd = usd;
    this.source = source;
    this.priceVersion = priceVersion;
  }

  /** No cost model was set, so nothing was priced. */
  public static Cost notComputed() {
    return NO_MODEL;
  }

  /**
   * A cost worked out from prices.
   *
   * @param usd in US dollars, exact
   * @param priceVersion the version of the prices, or null if they have none
   * @param reasons why the amount may be off; empty makes it {@link Status#PRICED}, else it is
   *     {@link Status#APPROXIMATE}
   * @throws IllegalArgumentException if the amount is negative
   */
  public static Cost of(BigDecimal usd, @Nullable String priceVersion, List<String> reasons) {
    Status status = reasons.isEmpty() ? Status.PRICED : Status.APPROXIMATE;
    return new Cost(status, reasons, amount(usd), Source.LOCAL, priceVersion);
  }

  /**
   * A cost that the provider itself reported, in US dollars.
   *
   * @throws IllegalArgumentException if the amount is negative
   */
  public static Cost reportedByProvider(BigDecimal usd) {
    return new Cost(Status.PRICED, List.of(), amount(usd), Source.PROVIDER, null);
  }

  /**
   * No cost, with the reason.
   *
   * @param priceVersion the version of the prices that were consulted, or null if none were
   * @param reason a code such as {@code unknown_model} or {@code no_usage}
   */
  public static Cost unpriced(@Nullable String priceVersion, String reason) {
    return new Cost(Status.UNPRICED, List.of(reason), null, Source.LOCAL, priceVersion);
  }

  /**
   * Returns the cost of both. What was not computed adds nothing; where one of them is unpriced,
   * the amount of the other is a part: approximate, with the reason {@code partly_unpriced}.
   */
  public Cost plus(Cost other) {
    if (equals(NO_MODEL)) {
      return other;
    }
    if (other.equals(NO_MODEL)) {
      return this;
    }
    if (usd == null && other.usd == null) {
      return this;
    }
    Set<String> all = new LinkedHashSet<>(reasons);
    all.addAll(other.reasons);
    if (usd == null || other.usd == null) {
      all.add("partly_unpriced");
    }
    BigDecimal sum =
        (usd == null ? BigDecimal.ZERO : usd).add(other.usd == null ? BigDecimal.ZERO : other.usd);
    String version = priceVersion == null ? other.priceVersion : priceVersion;
    boolean reported = source == Source.PROVIDER && other.source == Source.PROVIDER;
    return new Cost(
        all.isEmpty() ? Status.PRICED : Status.APPROXIMATE,
        List.copyOf(all),
        sum,
        reported ? Source.PROVIDER : Source.LOCAL,
        version);
  }

  private static BigDecimal amount(BigDecimal usd) {
    if (usd.signum() < 0) {
      throw new IllegalArgumentException("A cost must not be negative, but is " + usd);
    }
    return usd;
  }

  /** Whether there is an amount, and how exact it is. */
  public Status status() {
    return status;
  }

  /** Codes that say why the amount may be off, or why there is none; empty if exact. */
  public List<String> reasons() {
    return reasons;
  }

  /** The amount in US dollars; empty if the call could not be priced. */
  public Optional<BigDecimal> usd() {
    return Optional.ofNullable(usd);
  }

  /** Who worked the amount out. */
  public Source source() {
    return source;
  }

  /** The version of the prices used, or null if none were consulted. */
  public @Nullable String priceVersion() {
    return priceVersion;
  }

  @Override
  public String toString() {
    return "Cost[" + status + (usd == null ? "" : " $" + usd.toPlainString()) + " " + reasons + "]";
  }

  /** How exact a cost is. */
  public enum Status {
    /** The amount follows from published prices without any assumption. */
    PRICED,
    /** There is an amount; the reasons say why it may be off. */
    APPROXIMATE,
    /** There is no amount; the reasons say why. */
    UNPRICED
  }

  /** Who worked a cost out. */
  public enum Source {
    /** This client, from its prices. */
    LOCAL,
    /** The provider, in its answer. */
    PROVIDER
  }
}
