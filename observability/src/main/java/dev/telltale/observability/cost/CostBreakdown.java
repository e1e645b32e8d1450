package dev.telltale.observability.cost;

import static java.util.Objects.requireNonNull;

import dev.telltale.Cost;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the cost of a call was worked out.
 *
 * <p>Immutable and thread-safe. If the call has no amount, or the provider reported it, only {@link
 * #cost} says something.
 */
public final class CostBreakdown {
  private final Cost cost;
  private final @Nullable String provider;
  private final @Nullable String model;
  private final @Nullable String serviceTier;
  private final boolean longContext;
  private final List<Component> components;
  private final BigDecimal multiplier;
  private final @Nullable BigDecimal inputUsd;
  private final @Nullable BigDecimal outputUsd;

  private CostBreakdown(Builder builder) {
    this.cost = requireNonNull(builder.cost, "cost");
    this.provider = builder.provider;
    this.model = builder.model;
    this.serviceTier = builder.serviceTier;
    this.longContext = builder.longContext;
    this.components = List.copyOf(builder.components);
    this.multiplier = builder.multiplier;
    this.inputUsd = builder.inputUsd;
    this.outputUsd = builder.outputUsd;
  }

  static CostBreakdown of(Cost cost) {
    Builder builder = new Builder();
    builder.cost = cost;
    return new CostBreakdown(builder);
  }

  /** The cost, or why there is none. */
  public Cost cost() {
    return cost;
  }

  /** The id of the provider whose prices were used, or null if none were. */
  public @Nullable String provider() {
    return provider;
  }

  /** The id of the price file's model whose rates were used, or null if none were. */
  public @Nullable String model() {
    return model;
  }

  /** The service tier that was billed, such as {@code standard}; null if no prices were used. */
  public @Nullable String serviceTier() {
    return serviceTier;
  }

  /** Whether the rates for long requests applied. */
  public boolean longContext() {
    return longContext;
  }

  /** What was billed, without kinds that had no token; before {@link #multiplier}. */
  public List<Component> components() {
    return components;
  }

  /** The factor on all components that configuration selected, usually 1. */
  public BigDecimal multiplier() {
    return multiplier;
  }

  /** The amount for the input in US dollars, or null if no prices were used. */
  public @Nullable BigDecimal inputUsd() {
    return inputUsd;
  }

  /** The amount for the output in US dollars, or null if no prices were used. */
  public @Nullable BigDecimal outputUsd() {
    return outputUsd;
  }

  @Override
  public String toString() {
    return "CostBreakdown[" + cost + " " + provider + " " + model + " " + components + "]";
  }

  /**
   * The tokens of one kind and what they cost.
   *
   * @param usdPerMillion the rate in US dollars per million tokens
   */
  public record Component(RateKind kind, long tokens, BigDecimal usdPerMillion, BigDecimal usd) {
    /** Creates a component. */
    public Component {
      requireNonNull(kind, "kind");
      requireNonNull(usdPerMillion, "usdPerMillion");
      requireNonNull(usd, "usd");
    }
  }

  static final class Builder {
    @Nullable Cost cost;
    @Nullable String provider;
    @Nullable String model;
    @Nullable String serviceTier;
    boolean longContext;
    List<Component> components = List.of();
    BigDecimal multiplier = BigDecimal.ONE;
    @Nullable BigDecimal inputUsd;
    @Nullable BigDecimal outputUsd;

    CostBreakdown build() {
      return new CostBreakdown(this);
    }
  }
}
