package dev.telltale.observability;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;

/**
 * A backend on loopback that does not do what it should.
 *
 * @param end ends what listens there
 */
record FaultyBackend(String url, AutoCloseable end) implements AutoCloseable {
  private static final Duration SLOW = Duration.ofSeconds(2);

  static FaultyBackend in(Mode mode) throws IOException {
    return switch (mode) {
      case REFUSED -> refused();
      case BLACK_HOLE -> {
        ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        yield new FaultyBackend("http://127.0.0.1:" + silent.getLocalPort(), silent);
      }
      case SLOW -> answering(200, Map.of(), SLOW);
      case TOO_MANY_REQUESTS -> answering(429, Map.of("Retry-After", "1"), Duration.ZERO);
      case UNAVAILABLE -> answering(503, Map.of(), Duration.ZERO);
    };
  }

  private static FaultyBackend refused() throws IOException {
    ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    taken.close();
    return new FaultyBackend("http://127.0.0.1:" + taken.getLocalPort(), () -> {});
  }

  private static FaultyBackend answering(int status, Map<String, String> headers, Duration delay) {
    OtlpReceiver receiver = OtlpReceiver.start();
    receiver.status = status;
    receiver.answerHeaders = headers;
    receiver.delay = delay;
    return new FaultyBackend(receiver.baseUrl(), receiver);
  }

  @Override
  public void close() throws IOException {
    try {
      end.close();
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  enum Mode {
    REFUSED,
    BLACK_HOLE,
    SLOW,
    TOO_MANY_REQUESTS,
    UNAVAILABLE
  }
}
