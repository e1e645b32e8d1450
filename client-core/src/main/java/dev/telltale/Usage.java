package dev.telltale;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The tokens a provider reported for one call. A count that was not reported is absent, never zero.
 *
 * <p>Immutable and thread-safe. Counts mean the same for every vendor; see {@link TokenKind}.
 */
public final class Usage {
  private static final int KINDS = TokenKind.values().length;
  private static final long ABSENT = -1;
  private static final Usage UNKNOWN = new Builder().build();

  private final long[] counts;
  private final @Nullable BigDecimal providerCostUsd;

  private Usage(Builder builder) {
    this.counts = builder.counts.clone();
    this.providerCostUsd = builder.providerCostUsd;
  }

  /** No count at all: the provider reported nothing. */
  public static Usage unknown() {
    return UNKNOWN;
  }

  /** Returns a builder without any count. */
  public static Builder builder() {
    return new Builder();
  }

  /** The count of a kind, or empty if the provider did not report it. */
  public OptionalLong tokens(TokenKind kind) {
    long count = counts[index(kind)];
    return count == ABSENT ? OptionalLong.empty() : OptionalLong.of(count);
  }

  /** All input tokens, including cached ones. */
  public OptionalLong inputTokens() {
    return tokens(TokenKind.INPUT);
  }

  /** All output tokens, including reasoning. */
  public OptionalLong outputTokens() {
    return tokens(TokenKind.OUTPUT);
  }

  /** The total as the provider sent it. */
  public OptionalLong totalTokens() {
    return tokens(TokenKind.TOTAL);
  }

  /** Input tokens that came from the provider's cache; a part of the input. */
  public OptionalLong cacheReadTokens() {
    return tokens(TokenKind.CACHE_READ);
  }

  /** Output tokens spent on reasoning; a part of the output. */
  public OptionalLong reasoningTokens() {
    return tokens(TokenKind.REASONING);
  }

  /** The cost of the call in US dollars if the provider itself reported one. */
  public Optional<BigDecimal> providerCostUsd() {
    return Optional.ofNullable(providerCostUsd);
  }

  /** Whether at least one of input and output was reported. */
  public boolean known() {
    return counts[index(TokenKind.INPUT)] != ABSENT || counts[index(TokenKind.OUTPUT)] != ABSENT;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Usage that
        && Arrays.equals(counts, that.counts)
        && Objects.equals(providerCostUsd, that.providerCostUsd);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts);
  }

  /** Lists the reported counts. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("Usage[");
    for (TokenKind kind : TokenKind.values()) {
      if (counts[index(kind)] != ABSENT) {
        text.append(text.length() > 6 ? ", " : "").append(kind).append('=');
        text.append(counts[index(kind)]);
      }
    }
    return text.append(']').toString();
  }

  /** The order of the kinds never leaves this class. */
  @SuppressWarnings("EnumOrdinal")
  private static int index(TokenKind kind) {
    return kind.ordinal();
  }

  /** Collects counts. Not thread-safe. */
  public static final class Builder {
    private final long[] counts = new long[KINDS];
    private @Nullable BigDecimal providerCostUsd;

    private Builder() {
      Arrays.fill(counts, ABSENT);
    }

    /**
     * Sets a count. A negative one is no count: it is kept as not reported.
     *
     * @param count in tokens
     */
    public Builder tokens(TokenKind kind, long count) {
      counts[index(kind)] = Math.max(count, ABSENT);
      return this;
    }

    /** Sets the cost in US dollars that the provider itself reported. */
    public Builder providerCostUsd(BigDecimal usd) {
      this.providerCostUsd = requireNonNull(usd, "usd");
      return this;
    }

    /** Builds the usage. */
    public Usage build() {
      return new Usage(this);
    }
  }
}
