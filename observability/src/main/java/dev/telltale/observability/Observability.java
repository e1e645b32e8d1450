package dev.telltale.observability;

import static java.util.Objects.requireNonNull;

import dev.telltale.Telemetry;
import dev.telltale.observability.OtlpFlag.Protocol;
import dev.telltale.observability.cost.PriceBook;
import dev.telltale.observability.export.ConsoleExporter;
import dev.telltale.observability.export.JsonLinesExporter;
import dev.telltale.observability.promptlog.PromptLog;
import dev.telltale.observability.promptlog.PromptLogCounts;
import dev.telltale.observability.promptlog.PromptRecorder;
import dev.telltale.telemetry.CostModel;
import dev.telltale.telemetry.TelemetryOptions;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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
 * hook unless {@link Builder#flushOnExit} is called. Flags decide which exporters there are; the
 * {@code OTEL_*} variables and system properties decide how they work: endpoint, headers, sampler,
 * service name. Each exporter has a bounded queue and a thread of its own: a backend that is slow
 * or down holds up neither calls nor other exporters.
 */
public final class Observability implements AutoCloseable {
  private final Telemetry telemetry;
  private final @Nullable OwnedSdk owned;
  private final Duration closeTimeout;
  private final @Nullable PrometheusFlag prometheus;
  private final @Nullable PromptRecorder promptRecorder;
  private final @Nullable ExitHook exitHook;

  private Observability(
      OpenTelemetry openTelemetry,
      @Nullable OwnedSdk owned,
      List<ExporterFlag> flags,
      Builder builder) {
    this.owned = owned;
    this.closeTimeout = builder.closeTimeout;
    this.promptRecorder =
        builder.reports.startPromptLog(openTelemetry, owned, builder.closeTimeout);
    this.telemetry = builder.reports.telemetry(openTelemetry, owned, promptRecorder);
    this.prometheus = PrometheusFlag.among(flags);
    this.exitHook =
        owned != null && builder.sdk.flushOnExit ? ExitHook.install(this::shutDown) : null;
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
   * What became of the spans and log records so far, for each exporter that has a queue; empty for
   * an OpenTelemetry that was given. Unmodifiable.
   */
  public List<ExportStatus> exports() {
    return owned == null ? List.of() : owned.exports();
  }

  /**
   * The metrics as Prometheus fetches them, for a server of the application's own.
   *
   * @param accept the {@code Accept} header of the request, or null if it has none
   * @throws IllegalStateException if {@link Builder#prometheus} was not called
   */
  public PrometheusScrape scrape(@Nullable String accept) {
    if (prometheus == null) {
      throw new IllegalStateException("scrape(..) needs prometheus() on the builder");
    }
    return prometheus.scrape(accept);
  }

  /**
   * The port that {@link Builder#prometheus(int)} listens at; empty if none is listened at.
   * Interesting where port 0, any free one, was asked for.
   */
  public OptionalInt prometheusPort() {
    return prometheus == null ? OptionalInt.empty() : prometheus.port();
  }

  /** What the prompt log has done so far; empty if there is none. */
  public Optional<PromptLogCounts> promptLogCounts() {
    return Optional.ofNullable(promptRecorder).map(PromptRecorder::counts);
  }

  /**
   * Writes the prompt log, sends what is still to be sent and releases the exporters, or gives up
   * after {@link Builder#closeTimeout}. Idempotent; throws nothing. An OpenTelemetry that was given
   * stays open.
   */
  @Override
  public void close() {
    if (exitHook != null) {
      exitHook.remove();
    }
    shutDown();
  }

  private void shutDown() {
    Duration left = closeTimeout;
    if (promptRecorder != null) {
      long start = System.nanoTime();
      promptRecorder.close(closeTimeout);
      left = closeTimeout.minusNanos(System.nanoTime() - start);
    }
    if (owned != null) {
      owned.close(left.isNegative() ? Duration.ZERO : left);
    }
  }

  /** Collects settings. Not thread-safe. */
  public static final class Builder {
    /** The default of {@link #closeTimeout}: 5 seconds. */
    public static final Duration DEFAULT_CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private static final Duration LONGEST_CLOSE_TIMEOUT = Duration.ofHours(1);

    private static final Duration LONGEST_METRIC_INTERVAL = Duration.ofDays(1);

    private final SdkFlags sdk = new SdkFlags();
    private final ChosenExporters exporters = new ChosenExporters();
    private final ReportFlags reports = new ReportFlags();
    private @Nullable OpenTelemetry existing;
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
      sdk.serviceName = name;
      return this;
    }

    /**
     * Describes the service in every backend, such as by {@code deployment.environment.name}. One
     * of the same name in {@code OTEL_RESOURCE_ATTRIBUTES} wins.
     *
     * @throws IllegalArgumentException if the key is blank or {@code service.name}
     */
    public Builder resourceAttribute(String key, String value) {
      if (key.isBlank() || key.equals("service.name")) {
        throw new IllegalArgumentException(
            "resourceAttribute needs a name, and service.name is set by serviceName(..)");
      }
      sdk.resourceAttributes.put(key, requireNonNull(value, "value"));
      return this;
    }

    /**
     * Decides at its start whether a call is traced; metrics count all calls. Default: all are,
     * unless a caller's span says otherwise. {@code OTEL_TRACES_SAMPLER} wins over it.
     */
    public Builder sampler(Sampler sampler) {
      sdk.sampler = requireNonNull(sampler, "sampler");
      return this;
    }

    /**
     * Sets how often metrics are sent. Default: every minute. {@code OTEL_METRIC_EXPORT_INTERVAL}
     * wins over it.
     *
     * @throws IllegalArgumentException if it is shorter than a millisecond or longer than a day
     */
    public Builder metricInterval(Duration interval) {
      if (interval.compareTo(Duration.ofMillis(1)) < 0
          || interval.compareTo(LONGEST_METRIC_INTERVAL) > 0) {
        throw new IllegalArgumentException(
            "metricInterval must be from a millisecond to a day, not " + interval);
      }
      sdk.metricInterval = interval;
      return this;
    }

    /** Sets how many spans and log records may wait for each exporter. */
    public Builder exportLimits(ExportLimits limits) {
      sdk.limits = requireNonNull(limits, "limits");
      return this;
    }

    /**
     * Exports spans, metrics and logs by OTLP, over HTTP to {@code http://localhost:4318} unless
     * {@code OTEL_EXPORTER_OTLP_ENDPOINT} and its like say otherwise.
     */
    public Builder otlp() {
      exporters.otlp = OtlpFlag.of(Protocol.HTTP, null);
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
      exporters.otlp = OtlpFlag.of(Protocol.HTTP, OtlpEndpoint.check(endpoint));
      return this;
    }

    /** Does what {@link #otlp()} does over gRPC, to {@code http://localhost:4317}. */
    public Builder otlpGrpc() {
      exporters.otlp = OtlpFlag.of(Protocol.GRPC, null);
      return this;
    }

    /**
     * Does what {@link #otlp(String)} does over gRPC.
     *
     * @throws IllegalArgumentException if it is no base URL of a server
     */
    public Builder otlpGrpc(String endpoint) {
      exporters.otlp = OtlpFlag.of(Protocol.GRPC, OtlpEndpoint.check(endpoint));
      return this;
    }

    /**
     * Adds a header to what OTLP sends, such as a key of the backend. One of the same name in
     * {@code OTEL_EXPORTER_OTLP_HEADERS} wins. Needs {@link #otlp()} or its like.
     *
     * @throws IllegalArgumentException if name or value cannot stand in a header; the message does
     *     not hold the value
     */
    public Builder otlpHeader(String name, String value) {
      exporters.otlpHeaders.put(OtlpFlag.headerName(name), OtlpFlag.headerValue(value));
      return this;
    }

    /**
     * Compresses what OTLP sends with gzip, unless {@code OTEL_EXPORTER_OTLP_COMPRESSION} is set.
     */
    public Builder otlpGzip() {
      exporters.otlpGzip = true;
      return this;
    }

    /**
     * Exports spans, metrics and logs to the Application Insights resource of this connection
     * string. Needs the artifact {@code com.azure:azure-monitor-opentelemetry-autoconfigure}.
     *
     * @throws IllegalArgumentException if it has no instrumentation key; the message does not hold
     *     it
     */
    public Builder azureMonitor(String connectionString) {
      exporters.azureMonitor = AzureMonitorFlag.of(connectionString);
      return this;
    }

    /**
     * Exports spans, metrics and logs to the Application Insights resource that {@code
     * APPLICATIONINSIGHTS_CONNECTION_STRING} names.
     */
    public Builder azureMonitor() {
      exporters.azureMonitor = AzureMonitorFlag.fromEnvironment();
      return this;
    }

    /**
     * Serves metrics to Prometheus at {@code http://127.0.0.1:port/metrics}, unless {@code
     * OTEL_EXPORTER_PROMETHEUS_HOST} and {@code _PORT} say otherwise. Needs the artifact {@code
     * io.opentelemetry:opentelemetry-exporter-prometheus}.
     *
     * @param port 0 for any that is free; see {@link Observability#prometheusPort}
     * @throws IllegalArgumentException if there is no such port
     */
    public Builder prometheus(int port) {
      return prometheus("127.0.0.1", port);
    }

    /**
     * Serves metrics to Prometheus at this address of the machine, such as {@code 0.0.0.0} for all.
     *
     * @throws IllegalArgumentException if the host is blank or there is no such port
     */
    public Builder prometheus(String host, int port) {
      exporters.prometheus = PrometheusFlag.at(host, port);
      return this;
    }

    /** Has metrics ready for Prometheus at {@link Observability#scrape}, without a server. */
    public Builder prometheus() {
      exporters.prometheus = PrometheusFlag.withoutServer();
      return this;
    }

    /**
     * Writes spans, metrics and logs to files of this directory, one line for each; see {@link
     * JsonLinesExporter}.
     */
    public Builder jsonLines(Path directory) {
      return jsonLines(JsonLinesExporter.in(directory));
    }

    /** Writes spans, metrics and logs to files. */
    public Builder jsonLines(JsonLinesExporter files) {
      exporters.jsonLines = new JsonLinesFlag(requireNonNull(files, "files"));
      return this;
    }

    /** Exports spans to an exporter of your own too, which is shut down at close. */
    public Builder exporter(SpanExporter exporter) {
      exporters.custom.add(new CustomFlag(requireNonNull(exporter, "exporter"), null, null));
      return this;
    }

    /** Exports metrics to an exporter of your own too, which is shut down at close. */
    public Builder exporter(MetricExporter exporter) {
      exporters.custom.add(new CustomFlag(null, requireNonNull(exporter, "exporter"), null));
      return this;
    }

    /** Exports logs to an exporter of your own too, which is shut down at close. */
    public Builder exporter(LogRecordExporter exporter) {
      exporters.custom.add(new CustomFlag(null, null, requireNonNull(exporter, "exporter")));
      return this;
    }

    /** Prints each call to {@code System.out} when it ends, and a table of metrics at close. */
    public Builder console() {
      exporters.console = ConsoleExporter::toSystemOut;
      return this;
    }

    /** Prints each call when it ends, and a table of metrics at close; the stream stays open. */
    public Builder console(PrintStream out) {
      requireNonNull(out, "out");
      exporters.console = () -> ConsoleExporter.to(out);
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
      reports.costModel = requireNonNull(model, "model");
      reports.costModelChosen = true;
      return this;
    }

    /** Leaves calls without a price. */
    public Builder noCost() {
      reports.costModel = null;
      reports.costModelChosen = true;
      return this;
    }

    /**
     * Sets what calls report, and under which names. Default: the defaults, with {@link
     * TelemetryOptions.Builder#dashboardMetrics()}.
     */
    public Builder options(TelemetryOptions options) {
      reports.options = requireNonNull(options, "options");
      return this;
    }

    /**
     * Keeps failed calls, and a sample of the others, with prompt and answer; see {@link
     * PromptLog}. Goes with {@link #openTelemetry} too. Default: none is kept.
     */
    public Builder promptLog(PromptLog promptLog) {
      reports.promptLog = requireNonNull(promptLog, "promptLog");
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

    /**
     * Has {@link Observability#close} done when the JVM exits too, by a shutdown hook that takes no
     * longer than {@link #closeTimeout}. Without it, what was not sent is lost unless it is closed.
     */
    public Builder flushOnExit() {
      sdk.flushOnExit = true;
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
     * @throws IllegalStateException if {@link #openTelemetry} was combined with an exporter or with
     *     what is set where an SDK is built; if an exporter's artifact is missing, which the
     *     message names; or if OTLP was set up but not switched on
     * @throws IllegalArgumentException if an endpoint in the environment holds credentials
     * @throws UncheckedIOException if the prompt log cannot be opened
     */
    public Observability build() {
      List<ExporterFlag> flags = exporters.flags();
      if (existing != null) {
        flags.forEach(flag -> refuseWithExisting(flag.name()));
        sdk.named().forEach(Builder::refuseWithExisting);
        return new Observability(existing, null, flags, this);
      }
      flags.forEach(ExporterFlag::requireArtifact);
      OwnedSdk owned = OwnedSdk.create(sdk, flags, environment);
      return new Observability(owned.openTelemetry(), owned, flags, this);
    }

    private static void refuseWithExisting(String flag) {
      throw new IllegalStateException(
          flag
              + "(..) has no effect on the OpenTelemetry given to openTelemetry(..): set it up"
              + " where that one is built, or leave openTelemetry(..) out.");
    }
  }
}
