package dev.telltale.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A receiver of OTLP on loopback that works, or is down in some way. It reads and forgets. */
final class TelemetryBackend implements Closeable {
  private final String url;
  private final Closeable end;

  private TelemetryBackend(int port, Closeable end) {
    this.url = "http://127.0.0.1:" + port;
    this.end = end;
  }

  static TelemetryBackend start(Mode mode) throws IOException {
    ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    switch (mode) {
      case REFUSED -> {
        socket.close();
        return new TelemetryBackend(socket.getLocalPort(), () -> {});
      }
      case BLACK_HOLE -> {
        return new TelemetryBackend(socket.getLocalPort(), socket);
      }
      default -> {
        socket.close();
        return answering(mode);
      }
    }
  }

  String url() {
    return url;
  }

  @Override
  public void close() throws IOException {
    end.close();
  }

  private static TelemetryBackend answering(Mode mode) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ExecutorService threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    server.createContext("/", exchange -> answer(exchange, mode));
    server.start();
    return new TelemetryBackend(
        server.getAddress().getPort(),
        () -> {
          server.stop(0);
          threads.shutdownNow();
        });
  }

  private static void answer(HttpExchange exchange, Mode mode) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      if (mode == Mode.SLOW) {
        Thread.sleep(2_000);
      }
      if (mode == Mode.TOO_MANY_REQUESTS) {
        exchange.getResponseHeaders().add("Retry-After", "5");
      }
      exchange.sendResponseHeaders(mode.status, -1);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  /** What the backend does. */
  enum Mode {
    UP(200),
    SLOW(200),
    REFUSED(0),
    BLACK_HOLE(0),
    TOO_MANY_REQUESTS(429),
    UNAVAILABLE(503);

    private final int status;

    Mode(int status) {
      this.status = status;
    }
  }
}
