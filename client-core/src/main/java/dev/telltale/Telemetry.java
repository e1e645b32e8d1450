package dev.telltale;

import static java.util.Objects.requireNonNull;

import dev.telltale.telemetry.CostModel;
import dev.telltale.telemetry.InteractionListener;
import dev.telltale.telemetry.SelfCheck;
import dev.telltale.telemetry.TelemetryOptions;
import io.opentelemetry.api.OpenTelemetry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
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
  private final TelemetryOptions options;
  private final List<InteractionListener> listeners;
  private final Map<String, Supplier<String>> checks;

  private Telemetry(Builder builder) {
    this.openTelemetry = builder.openTelemetry;
    this.costModel = builder.costModel;
    this.options = builder.options;
    this.listeners = List.copyOf(builder.listeners);
    this.checks = Collections.unmodifiableMap(new LinkedHashMap<>(builder.checks));
  }

  /** Reports to the given OpenTelemetry. */
  public static Telemetry of(OpenTelemetry openTelemetry) {
    return builder().openTelemetry(openTelemetry).build();
  }

  /**
   * Reports to the global OpenTelemetry what the environment asks for; see {@link
   * TelemetryOptions#from}.
   */
  public static Telemetry fromEnv() {
    return builder().options(TelemetryOptions.fromEnv()).build();
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
   * The OpenTelemetry to report to, or null for the global one. A client looks that up when it is
   * built, and, as long as there is none, with each call.
   */
  public @Nullable OpenTelemetry openTelemetry() {
    return openTelemetry;
  }

  /** The prices, or null if calls are not priced. */
  public @Nullable CostModel costModel() {
    return costModel;
  }

  /** What is reported, and under which names. */
  public TelemetryOptions options() {
    return options;
  }

  /** Those told of finished calls, in the order they were added; unmodifiable. */
  public List<InteractionListener> listeners() {
    return listeners;
  }

  /**
   * Says what this telemetry reports to and whether that records, at this moment. It reports
   * nothing itself, and a sampler may still leave spans out.
   */
  public SelfCheck selfCheck() {
    return TelemetryFindings.of(this, checks);
  }

  /** Collects settings. Not thread-safe. */
  public static final class Builder {
    private @Nullable OpenTelemetry openTelemetry;
    private @Nullable CostModel costModel;
    private TelemetryOptions options = TelemetryOptions.defaults();
    private final List<InteractionListener> listeners = new ArrayList<>();
    private final Map<String, Supplier<String>> checks = new LinkedHashMap<>();

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

    /** Sets what is reported, and under which names. Default: {@link TelemetryOptions#defaults}. */
    public Builder options(TelemetryOptions options) {
      this.options = requireNonNull(options, "options");
      return this;
    }

    /** Adds one to be told of each finished call. Default: nobody is. */
    public Builder listener(InteractionListener listener) {
      listeners.add(requireNonNull(listener, "listener"));
      return this;
    }

    /**
     * Adds to {@link Telemetry#selfCheck()} what only the builder of this telemetry knows, such as
     * where exporters point. The state is asked for at each check, and must hold no secrets.
     */
    public Builder check(String subject, Supplier<String> state) {
      checks.put(requireNonNull(subject, "subject"), requireNonNull(state, "state"));
      return this;
    }

    /** Builds the telemetry. */
    public Telemetry build() {
      return new Telemetry(this);
    }
  }
}
