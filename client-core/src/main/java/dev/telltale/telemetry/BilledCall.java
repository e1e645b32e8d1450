package dev.telltale.telemetry;

import static java.util.Objects.requireNonNull;

import dev.telltale.Usage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the price of a call depends on.
 *
 * <p>Immutable and thread-safe.
 */
public final class BilledCall {
  private final String provider;
  private final Instant start;
  private final Usage usage;
  private final @Nullable String requestModel;
  private final @Nullable String responseModel;
  private final @Nullable String requestServiceTier;
  private final @Nullable String responseServiceTier;

  private BilledCall(Builder builder) {
    this.provider = builder.provider;
    this.start = builder.start;
    this.usage = builder.usage;
    this.requestModel = builder.requestModel;
    this.responseModel = builder.responseModel;
    this.requestServiceTier = builder.requestServiceTier;
    this.responseServiceTier = builder.responseServiceTier;
  }

  /** Returns a builder for a call of this provider that began at this time. */
  public static Builder builder(String provider, Instant start) {
    return new Builder(provider, start);
  }

  /** The provider as telemetry names it, such as {@code openai}. */
  public String provider() {
    return provider;
  }

  /** When the request began: prices have dates and, for some vendors, hours. */
  public Instant start() {
    return start;
  }

  /** What the provider reported, possibly nothing. */
  public Usage usage() {
    return usage;
  }

  /** The model asked for, or null. */
  public @Nullable String requestModel() {
    return requestModel;
  }

  /**
   * The model that answered: the one a deployment was declared to be, else the one the provider
   * named, else null.
   */
  public @Nullable String responseModel() {
    return responseModel;
  }

  /** The service tier asked for, or null if none was. */
  public @Nullable String requestServiceTier() {
    return requestServiceTier;
  }

  /** The service tier that served the call, or null if the provider did not say. */
  public @Nullable String responseServiceTier() {
    return responseServiceTier;
  }

  @Override
  public String toString() {
    return "BilledCall[" + provider + " " + responseModel + " " + usage + "]";
  }

  /** Collects what the price depends on. Not thread-safe. */
  public static final class Builder {
    private final String provider;
    private final Instant start;
    private Usage usage = Usage.unknown();
    private @Nullable String requestModel;
    private @Nullable String responseModel;
    private @Nullable String requestServiceTier;
    private @Nullable String responseServiceTier;

    private Builder(String provider, Instant start) {
      this.provider = requireNonNull(provider, "provider");
      this.start = requireNonNull(start, "start");
    }

    /** Sets what the provider reported. */
    public Builder usage(Usage usage) {
      this.usage = requireNonNull(usage, "usage");
      return this;
    }

    /** Sets the model asked for. */
    public Builder requestModel(@Nullable String model) {
      this.requestModel = model;
      return this;
    }

    /** Sets the model that answered. */
    public Builder responseModel(@Nullable String model) {
      this.responseModel = model;
      return this;
    }

    /**
     * Sets the service tier asked for. It counts only if the provider does not say which served.
     */
    public Builder requestServiceTier(@Nullable String tier) {
      this.requestServiceTier = tier;
      return this;
    }

    /** Sets the service tier that served the call; {@code batch} for one of a batch job. */
    public Builder responseServiceTier(@Nullable String tier) {
      this.responseServiceTier = tier;
      return this;
    }

    /** Builds the call. */
    public BilledCall build() {
      return new BilledCall(this);
    }
  }
}
