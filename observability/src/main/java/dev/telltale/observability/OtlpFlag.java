package dev.telltale.observability;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.logs.ConfigurableLogRecordExporterProvider;
import io.opentelemetry.sdk.autoconfigure.spi.metrics.ConfigurableMetricExporterProvider;
import io.opentelemetry.sdk.autoconfigure.spi.traces.ConfigurableSpanExporterProvider;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * OTLP is switched on. Its exporters are made by OpenTelemetry's own providers, so that they obey
 * every {@code OTEL_EXPORTER_OTLP_*} variable.
 *
 * @param endpoint the base URL, or null for what OpenTelemetry takes by itself
 */
record OtlpFlag(
    Protocol protocol, @Nullable String endpoint, Map<String, String> headers, boolean gzip)
    implements ExporterFlag {
  private static final List<String> SIGNALS = List.of("", "traces.", "metrics.", "logs.");
  private static final String PREFIX = "otel.exporter.otlp.";
  private static final String PROTOCOL = PREFIX + "protocol";
  private static final String ENDPOINT = PREFIX + "endpoint";
  private static final String HEADERS = PREFIX + "headers";
  private static final String COMPRESSION = PREFIX + "compression";
  private static final char DELETE = 127;

  OtlpFlag {
    headers = Map.copyOf(headers);
  }

  static OtlpFlag of(Protocol protocol, @Nullable String endpoint) {
    return new OtlpFlag(protocol, endpoint, Map.of(), false);
  }

  OtlpFlag with(Map<String, String> moreHeaders, boolean compressed) {
    return new OtlpFlag(protocol, endpoint, moreHeaders, compressed);
  }

  @Override
  public String name() {
    return "otlp";
  }

  @Override
  public Map<String, String> properties(ConfigProperties environment) {
    checkEnvironment(environment);
    Map<String, String> properties = new HashMap<>();
    properties.put(PROTOCOL, protocol.value);
    if (endpoint != null) {
      properties.put(ENDPOINT, endpoint);
    }
    if (gzip) {
      properties.put(COMPRESSION, "gzip");
    }
    properties.keySet().removeIf(name -> environment.getString(name) != null);
    if (!headers.isEmpty()) {
      properties.put(HEADERS, allHeaders(environment));
    }
    return properties;
  }

  @Override
  public SpanExporter spans(ConfigProperties config) {
    return provider(
            ConfigurableSpanExporterProvider.class, ConfigurableSpanExporterProvider::getName)
        .createExporter(config);
  }

  @Override
  public MetricExporter metrics(ConfigProperties config) {
    return provider(
            ConfigurableMetricExporterProvider.class, ConfigurableMetricExporterProvider::getName)
        .createExporter(config);
  }

  @Override
  public LogRecordExporter logs(ConfigProperties config) {
    return provider(
            ConfigurableLogRecordExporterProvider.class,
            ConfigurableLogRecordExporterProvider::getName)
        .createExporter(config);
  }

  /** Without the values of headers, which are keys. */
  @Override
  public String toString() {
    return "OtlpFlag[" + protocol + ", headers " + headers.keySet() + "]";
  }

  /** Those of the environment replace those of the same name. */
  private String allHeaders(ConfigProperties environment) {
    Map<String, String> all = new LinkedHashMap<>();
    headers.forEach((name, value) -> all.put(name, encoded(value)));
    environment
        .getMap(HEADERS)
        .forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), value));
    List<String> pairs = new ArrayList<>();
    all.forEach((name, value) -> pairs.add(name + "=" + value));
    return String.join(",", pairs);
  }

  static String headerName(String name) {
    if (name.isBlank() || !name.chars().allMatch(OtlpFlag::inToken)) {
      throw new IllegalArgumentException("This cannot be the name of an OTLP header.");
    }
    return name.toLowerCase(Locale.ROOT);
  }

  static String headerValue(String value) {
    if (value.isBlank() || !printable(value)) {
      throw new IllegalArgumentException(
          "The value of an OTLP header must be printable ASCII, on one line.");
    }
    return value;
  }

  private static boolean inToken(int c) {
    return c > ' ' && c < DELETE && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
  }

  /** As baggage is written: the variable is a list, and its values are decoded. */
  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static void checkEnvironment(ConfigProperties environment) {
    for (String signal : SIGNALS) {
      String endpoint = environment.getString(PREFIX + signal + "endpoint");
      if (endpoint != null && !endpoint.isBlank()) {
        OtlpEndpoint.checkServer(endpoint);
      }
      checkHeaders(environment, PREFIX + signal + "headers");
    }
  }

  /** What the HTTP client cannot send it would repeat in the log. */
  private static void checkHeaders(ConfigProperties environment, String property) {
    environment
        .getMap(property)
        .forEach(
            (name, value) -> {
              if (!sendable(value)) {
                throw new IllegalArgumentException(
                    "The value of the header "
                        + name
                        + " in "
                        + property.toUpperCase(Locale.ROOT).replace('.', '_')
                        + " must be printable ASCII, on one line, with % and , as %25 and %2C.");
              }
            });
  }

  private static boolean sendable(String value) {
    try {
      return printable(URLDecoder.decode(value, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException notEncoded) {
      return false;
    }
  }

  private static boolean printable(String value) {
    return value.chars().allMatch(c -> c >= ' ' && c < DELETE);
  }

  private static <T> T provider(Class<T> type, Function<T, String> name) {
    for (T provider : ServiceLoader.load(type, OtlpFlag.class.getClassLoader())) {
      if (name.apply(provider).equals("otlp")) {
        return provider;
      }
    }
    throw new IllegalStateException(
        "otlp() needs io.opentelemetry:opentelemetry-exporter-otlp, which"
            + " telltale-observability brings: it was excluded, or its META-INF/services were lost"
            + " when jars were merged.");
  }

  /** What OTLP is spoken over. */
  enum Protocol {
    HTTP("http/protobuf"),
    GRPC("grpc");

    private final String value;

    Protocol(String value) {
      this.value = value;
    }
  }
}
