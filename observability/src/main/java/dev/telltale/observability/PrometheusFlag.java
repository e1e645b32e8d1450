package dev.telltale.observability;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Metrics are there for Prometheus to fetch. */
final class PrometheusFlag implements ExporterFlag {
  private static final String HOST = "otel.exporter.prometheus.host";
  private static final String PORT = "otel.exporter.prometheus.port";

  private final @Nullable Address address;
  private final AtomicReference<@Nullable Scraping> scraping = new AtomicReference<>();

  private PrometheusFlag(@Nullable Address address) {
    this.address = address;
  }

  /** Without a server: the application has one of its own. */
  static PrometheusFlag withoutServer() {
    return new PrometheusFlag(null);
  }

  /**
   * With a server.
   *
   * @throws IllegalArgumentException if the port is none
   */
  static PrometheusFlag at(String host, int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("The port must be from 0 to 65535, not " + port);
    }
    if (host.isBlank()) {
      throw new IllegalArgumentException("The host must not be blank");
    }
    return new PrometheusFlag(new Address(host, port));
  }

  /** The one among the flags, or null if there is none. */
  static @Nullable PrometheusFlag among(List<ExporterFlag> flags) {
    for (ExporterFlag flag : flags) {
      if (flag instanceof PrometheusFlag prometheus) {
        return prometheus;
      }
    }
    return null;
  }

  /** The same for another SDK, whose metrics are others. */
  PrometheusFlag fresh() {
    return new PrometheusFlag(address);
  }

  @Override
  public String name() {
    return "prometheus";
  }

  @Override
  public void requireArtifact() {
    Artifact.PROMETHEUS.require(name());
  }

  @Override
  public MetricReader reader(ConfigProperties config) {
    Scraping started = Scraping.create();
    if (address != null) {
      started.serve(config.getString(HOST, address.host), config.getInt(PORT, address.port));
    }
    scraping.set(started);
    return started.reader();
  }

  /** What Prometheus gets; nothing if the SDK is disabled. */
  PrometheusScrape scrape(@Nullable String accept) {
    Scraping started = scraping.get();
    return started == null
        ? new PrometheusScrape("text/plain; version=0.0.4; charset=utf-8", new byte[0])
        : started.scrape(accept);
  }

  OptionalInt port() {
    Scraping started = scraping.get();
    return started == null ? OptionalInt.empty() : started.port();
  }

  private record Address(String host, int port) {}
}
