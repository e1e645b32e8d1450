package dev.telltale.observability;

import com.squareup.moshi.JsonReader;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import okio.Buffer;

/** Takes what Azure Monitor's exporter sends, on loopback: gzipped lines of JSON. */
final class IngestionServer implements AutoCloseable {
  final List<Map<String, Object>> items = new CopyOnWriteArrayList<>();

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;

  private IngestionServer(HttpServer server) {
    this.server = server;
  }

  static IngestionServer start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      IngestionServer ingestion = new IngestionServer(server);
      server.createContext("/", ingestion::handle);
      server.setExecutor(ingestion.threads);
      server.start();
      return ingestion;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String connectionString() {
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    return "InstrumentationKey=00000000-0000-0000-0000-0000000000aa;IngestionEndpoint="
        + url
        + ";LiveEndpoint="
        + url;
  }

  /** The {@code baseData} of the items of this type. */
  List<Map<String, Object>> data(String baseType) {
    return items.stream()
        .map(item -> object(item.get("data")))
        .filter(data -> baseType.equals(data.get("baseType")))
        .map(data -> object(data.get("baseData")))
        .toList();
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> object(Object json) {
    return (Map<String, Object>) json;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      InputStream body = exchange.getRequestBody();
      boolean gzip = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
      String text =
          new String(
              (gzip ? new GZIPInputStream(body) : body).readAllBytes(), StandardCharsets.UTF_8);
      int count = 0;
      for (String line : text.lines().toList()) {
        items.add(object(JsonReader.of(new Buffer().writeUtf8(line)).readJsonValue()));
        count++;
      }
      byte[] answer =
          ("{\"itemsReceived\":" + count + ",\"itemsAccepted\":" + count + ",\"errors\":[]}")
              .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }
}
