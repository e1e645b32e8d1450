package dev.telltale;

import static java.util.Objects.requireNonNull;

import dev.telltale.telemetry.CostModel;
import dev.telltale.telemetry.InteractionListener;
import io.opentelemetry.api.OpenTelemetry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link ChatClient} reports its calls, and how it prices them.
 *
 * <pre>{@code
 * ChatClient client =
 *     ChatClient.builder(provider).telemetry(Telemetry.of(openTelemetry)).build();
 * }</pre>
 *
 * <p>Immutable and thread-safe; one may be shared by many clients. It owns nothing: an {@link
 * OpenTelemetry} given here is never shut down by a client.
 */
public final class Telemetry {
  private static final Telemetry OFF = builder().openTelemetry(OpenTelemetry.noop()).build();

  private final @Nullable OpenTelemetry openTelemetry;
  private final @Nullable CostModel costModel;
  private final List<InteractionListener> listeners;

  private Telemetry(Builder builder) {
    this.openTelemetry = builder.openTelemetry;
    this.costModel = builder.costModel;
    this.listeners = List.copyOf(builder.listeners);
  }

  /** Reports to the given OpenTelemetry. */
  public static Telemetry of(OpenTelemetry openTelemetry) {
    return builder().openTelemetry(openTelemetry).build();
  }

  /** Reports nothing and prices nothing. */
  public static Telemetry off() {
    return OFF;
  }

  /** Returns a builder; without further settings it reports to the global OpenTelemetry. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The OpenTelemetry to report to, or null for the global one, which a client looks up once when
   * it is built.
   */
  public @Nullable OpenTelemetry openTelemetry() {
    return openTelemetry;
  }

  /** The prices, or null if calls are not priced. */
  public @Nullable CostModel costModel() {
    return costModel;
  }

  /** Those told of finished calls, in the order they were added; unmodifiable. */
  public List<InteractionListener> listeners() {
    return listeners;
  }

  /** Collects settings. Not thread-safe. */
  public static final class Builder {
    private @Nullable OpenTelemetry openTelemetry;
    private @Nullable CostModel costModel;
    private final List<InteractionListener> listeners = new ArrayList<>();

    private Builder() {}

    /** Sets the OpenTelemetry to report to, in place of the global one. */
    public Builder openTelemetry(OpenTelemetry openTelemetry) {
      this.openTelemetry = requireNonNull(openTelemetry, "openTelemetry");
      return this;
    }

    /** Sets the prices. Default: none, and calls have no cost. */
    public Builder costModel(CostModel costModel) {
      this.costModel = requireNonNull(costModel, "costModel");
      return this;
    }

    /** Adds one to be told of each finished call. Default: nobody is. */
    public Builder listener(InteractionListener listener) {
      listeners.add(requireNonNull(listener, "listener"));
      return this;
    }

    /** Builds the telemetry. */
    public Telemetry build() {
      return new Telemetry(this);
    }
  }
}
