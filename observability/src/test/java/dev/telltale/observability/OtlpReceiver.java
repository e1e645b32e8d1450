package dev.telltale.observability;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

/**
 * A receiver of OTLP over HTTP on loopback, on the published protos; not a collector. It answers
 * each request with its status, after its delay.
 */
final class OtlpReceiver implements AutoCloseable {
  final List<Span> spans = new CopyOnWriteArrayList<>();
  final List<Metric> metrics = new CopyOnWriteArrayList<>();
  final List<LogRecord> logs = new CopyOnWriteArrayList<>();
  final List<Map<String, String>> resources = new CopyOnWriteArrayList<>();
  final List<Map<String, List<String>>> headers = new CopyOnWriteArrayList<>();
  volatile int status = 200;
  volatile Map<String, String> answerHeaders = Map.of();
  volatile Duration delay = Duration.ZERO;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private final CountDownLatch closed = new CountDownLatch(1);

  private OtlpReceiver(HttpServer server) {
    this.server = server;
  }

  static OtlpReceiver start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      OtlpReceiver receiver = new OtlpReceiver(server);
      server.createContext("/", receiver::handle);
      server.setExecutor(receiver.threads);
      server.start();
      return receiver;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String baseUrl() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The names of the headers are as the server capitalises them. */
  String header(String name) {
    return headers.get(0).get(name).get(0);
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      headers.add(Map.copyOf(exchange.getRequestHeaders()));
      InputStream body = exchange.getRequestBody();
      boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
      byte[] message = (gzip ? new GZIPInputStream(body) : body).readAllBytes();
      if (!delay.isZero() && closed.await(delay.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
      if (status == 200) {
        decode(exchange.getRequestURI().getPath(), message);
      }
      answerHeaders.forEach(exchange.getResponseHeaders()::add);
      exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(status, -1);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private void decode(String path, byte[] message) throws IOException {
    switch (path) {
      case "/v1/traces" ->
          ExportTraceServiceRequest.parseFrom(message)
              .getResourceSpansList()
              .forEach(
                  group -> {
                    resource(group.getResource());
                    group.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList()));
                  });
      case "/v1/metrics" ->
          ExportMetricsServiceRequest.parseFrom(message)
              .getResourceMetricsList()
              .forEach(
                  group -> {
                    resource(group.getResource());
                    group
                        .getScopeMetricsList()
                        .forEach(scope -> metrics.addAll(scope.getMetricsList()));
                  });
      case "/v1/logs" ->
          ExportLogsServiceRequest.parseFrom(message)
              .getResourceLogsList()
              .forEach(
                  group -> {
                    resource(group.getResource());
                    group
                        .getScopeLogsList()
                        .forEach(scope -> logs.addAll(scope.getLogRecordsList()));
                  });
      default -> throw new IOException("Not a path of OTLP: " + path);
    }
  }

  private void resource(Resource resource) {
    resources.add(texts(resource.getAttributesList()));
  }

  static Map<String, String> texts(List<KeyValue> attributes) {
    Map<String, String> texts = new TreeMap<>();
    attributes.forEach(pair -> texts.put(pair.getKey(), pair.getValue().getStringValue()));
    return texts;
  }
}
