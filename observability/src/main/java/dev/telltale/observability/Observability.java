package dev.telltale.observability;

import static java.util.Objects.requireNonNull;

import dev.telltale.Telemetry;
import dev.telltale.observability.cost.PriceBook;
import dev.telltale.observability.export.ConsoleExporter;
import dev.telltale.telemetry.CostModel;
import io.opentelemetry.api.OpenTelemetry;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where calls are exported to, and how they are priced.
 *
 * <pre>{@code
 * try (Observability observability =
 *         Observability.builder().serviceName("shop").console().build();
 *     ChatClient client =
 *         ChatClient.builder(provider).telemetry(observability.telemetry()).build()) {
 *   client.chat("Name three rivers.");
 * }
 * }</pre>
 *
 * <p>Thread-safe; one serves any number of clients. Whoever builds it closes it, after the clients:
 * only then is the last telemetry sent. It is not the global OpenTelemetry and adds no shutdown
 * hook. Flags decide which exporters there are; the {@code OTEL_*} variables and system properties
 * decide how they work: endpoint, headers, sampler, service name.
 */
public final class Observability implements AutoCloseable {
  private final Telemetry telemetry;
  private final @Nullable OwnedSdk owned;
  private final Duration closeTimeout;

  private Observability(Telemetry telemetry, @Nullable OwnedSdk owned, Duration closeTimeout) {
    this.telemetry = telemetry;
    this.owned = owned;
    this.closeTimeout = closeTimeout;
  }

  /** Returns a builder without any exporter, and with the bundled prices. */
  public static Builder builder() {
    return new Builder();
  }

  /** What a client needs to report its calls here. */
  public Telemetry telemetry() {
    return telemetry;
  }

  /**
   * Sends what is still to be sent and releases the exporters, or gives up after {@link
   * Builder#closeTimeout}. Idempotent; throws nothing. An OpenTelemetry that was given stays open.
   */
  @Override
  public void close() {
    if (owned != null) {
      owned.close(closeTimeout);
    }
  }

  /** Collects settings. Not thread-safe. */
  public static final class Builder {
    /** The default of {@link #closeTimeout}: 5 seconds. */
    public static final Duration DEFAULT_CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private static final Duration LONGEST_CLOSE_TIMEOUT = Duration.ofHours(1);

    private @Nullable OpenTelemetry existing;
    private @Nullable String serviceName;
    private @Nullable OtlpFlag otlp;
    private @Nullable ConsoleExporter console;
    private @Nullable CostModel costModel;
    private boolean costModelChosen;
    private Duration closeTimeout = DEFAULT_CLOSE_TIMEOUT;
    private Map<String, String> environment = Map.of();

    private Builder() {}

    /**
     * Sets the name of the service in every backend. {@code OTEL_SERVICE_NAME} wins over it.
     *
     * @throws IllegalArgumentException if it is blank
     */
    public Builder serviceName(String name) {
      if (name.isBlank()) {
        throw new IllegalArgumentException("serviceName must not be blank");
      }
      this.serviceName = name;
      return this;
    }

    /**
     * Exports spans, metrics and logs by OTLP, over HTTP to {@code http://localhost:4318} unless
     * {@code OTEL_EXPORTER_OTLP_ENDPOINT} and its like say otherwise.
     */
    public Builder otlp() {
      this.otlp = OtlpFlag.defaults();
      return this;
    }

    /**
     * Exports spans, metrics and logs by OTLP over HTTP to this server, unless {@code
     * OTEL_EXPORTER_OTLP_ENDPOINT} names another.
     *
     * @param endpoint the base URL, such as {@code https://collector.example:4318}, without {@code
     *     /v1/traces} and without credentials
     * @throws IllegalArgumentException if it is not such a URL
     */
    public Builder otlp(String endpoint) {
      this.otlp = OtlpFlag.to(endpoint);
      return this;
    }

    /** Prints each call to {@code System.out} when it ends, and a table of metrics at close. */
    public Builder console() {
      this.console = ConsoleExporter.toSystemOut();
      return this;
    }

    /** Prints each call when it ends, and a table of metrics at close; the stream stays open. */
    public Builder console(PrintStream out) {
      this.console = ConsoleExporter.to(out);
      return this;
    }

    /**
     * Reports to the OpenTelemetry that the application already has, which this never closes. It
     * has its own exporters and service name, so none can be added here.
     */
    public Builder openTelemetry(OpenTelemetry existing) {
      this.existing = requireNonNull(existing, "existing");
      return this;
    }

    /** Sets how calls are priced. Default: {@link PriceBook#bundled}. */
    public Builder costModel(CostModel model) {
      this.costModel = requireNonNull(model, "model");
      this.costModelChosen = true;
      return this;
    }

    /** Leaves calls without a price. */
    public Builder noCost() {
      this.costModel = null;
      this.costModelChosen = true;
      return this;
    }

    /**
     * Sets how long {@link Observability#close} may wait for backends. Default: 5 seconds.
     *
     * @throws IllegalArgumentException if it is not positive or longer than an hour
     */
    public Builder closeTimeout(Duration timeout) {
      if (timeout.isNegative()
          || timeout.isZero()
          || timeout.compareTo(LONGEST_CLOSE_TIMEOUT) > 0) {
        throw new IllegalArgumentException(
            "closeTimeout must be positive and at most an hour, not " + timeout);
      }
      this.closeTimeout = timeout;
      return this;
    }

    /** Stands in for the environment in tests. */
    Builder environment(Map<String, String> properties) {
      this.environment = Map.copyOf(properties);
      return this;
    }

    /**
     * Builds the SDK and its exporters, which connect when there is something to send.
     *
     * @throws IllegalStateException if {@link #openTelemetry} was combined with an exporter or a
     *     service name
     * @throws IllegalArgumentException if an endpoint in the environment holds credentials
     */
    public Observability build() {
      CostModel prices = costModelChosen ? costModel : PriceBook.bundled();
      if (existing != null) {
        refuseWithExisting(otlp != null, "otlp");
        refuseWithExisting(console != null, "console");
        refuseWithExisting(serviceName != null, "serviceName");
        return new Observability(telemetry(existing, prices), null, closeTimeout);
      }
      OwnedSdk sdk = OwnedSdk.create(new SdkFlags(serviceName, otlp), console, environment);
      return new Observability(telemetry(sdk.openTelemetry(), prices), sdk, closeTimeout);
    }

    private static void refuseWithExisting(boolean set, String flag) {
      if (set) {
        throw new IllegalStateException(
            flag
                + "(..) has no effect on the OpenTelemetry given to openTelemetry(..): set it up"
                + " where that one is built, or leave openTelemetry(..) out.");
      }
    }

    private static Telemetry telemetry(OpenTelemetry sdk, @Nullable CostModel prices) {
      Telemetry.Builder telemetry = Telemetry.builder().openTelemetry(sdk);
      return prices == null ? telemetry.build() : telemetry.costModel(prices).build();
    }
  }
}
