package dev.telltale.observability;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.exporter.prometheus.PrometheusMetricReader;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Metrics in the formats of Prometheus, from a server of its own or for one of the application's.
 * The one class that knows the Prometheus exporter.
 */
final class Scraping {
  private static final int THREADS = 2;

  private final PrometheusMetricReader metrics = PrometheusMetricReader.create();
  private final ExpositionFormats formats = ExpositionFormats.init();
  private volatile @Nullable Server server;

  private Scraping() {}

  static Scraping create() {
    return new Scraping();
  }

  /**
   * Serves {@code /metrics} until the reader is shut down.
   *
   * @throws IllegalStateException if the address cannot be listened at
   */
  void serve(String host, int port) {
    try {
      HttpServer http = HttpServer.create(new InetSocketAddress(host, port), 0);
      ExecutorService threads = Executors.newFixedThreadPool(THREADS, Scraping::thread);
      http.setExecutor(threads);
      http.createContext("/metrics", this::handle);
      startDaemon(http);
      server = new Server(http, threads);
    } catch (IOException e) {
      throw new IllegalStateException(
          "prometheus(..) cannot listen at port " + port + " of " + host + "; choose another.", e);
    }
  }

  /** A server's own thread is a daemon where the one that starts it is. */
  private static void startDaemon(HttpServer http) {
    Thread starter = thread(http::start);
    starter.start();
    boolean interrupted = false;
    while (starter.isAlive()) {
      try {
        starter.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The port that is served, if one is. */
  OptionalInt port() {
    Server running = server;
    return running == null
        ? OptionalInt.empty()
        : OptionalInt.of(running.http.getAddress().getPort());
  }

  MetricReader reader() {
    return new Reader(this);
  }

  PrometheusScrape scrape(@Nullable String accept) {
    ExpositionFormatWriter writer = formats.findWriter(accept);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try {
      writer.write(body, metrics.collect());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Not of a buffer.
    }
    return new PrometheusScrape(writer.getContentType(), body.toByteArray());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestMethod().equals("GET")) {
        exchange.sendResponseHeaders(405, -1);
        return;
      }
      PrometheusScrape scrape = scrape(exchange.getRequestHeaders().getFirst("Accept"));
      byte[] body = scrape.body();
      exchange.getResponseHeaders().set("Content-Type", scrape.contentType());
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "telltale-prometheus");
    thread.setDaemon(true);
    return thread;
  }

  private record Server(HttpServer http, ExecutorService threads) {
    private void stop() {
      http.stop(0);
      threads.shutdown();
    }
  }

  /** Shuts the server down with the metrics. */
  private record Reader(Scraping scraping) implements MetricReader {
    @Override
    public void register(CollectionRegistration registration) {
      scraping.metrics.register(registration);
    }

    @Override
    public AggregationTemporality getAggregationTemporality(InstrumentType type) {
      return scraping.metrics.getAggregationTemporality(type);
    }

    @Override
    public CompletableResultCode forceFlush() {
      return scraping.metrics.forceFlush();
    }

    @Override
    public CompletableResultCode shutdown() {
      Server running = scraping.server;
      if (running != null) {
        running.stop();
      }
      return scraping.metrics.shutdown();
    }
  }
}
