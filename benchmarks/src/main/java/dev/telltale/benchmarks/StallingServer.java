package dev.telltale.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A server on loopback that never brings an answer, in the {@link Way} that the path of the request
 * names. It counts what is sent to it, and what it holds. Whoever starts it closes it.
 */
final class StallingServer implements Closeable {
  private static final String UNAVAILABLE =
      "HTTP/1.1 503 Down\r\nContent-Type: application/json\r\nContent-Length: 2\r\n%s\r\n{}";
  private static final String STREAM =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
  private static final String CHUNK =
      "data: {\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
          + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Douro\"}}]}\n\n";

  private final ServerSocket listener;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger held = new AtomicInteger();

  private StallingServer(ServerSocket listener) {
    this.listener = listener;
  }

  static StallingServer start() throws IOException {
    StallingServer server =
        new StallingServer(new ServerSocket(0, 256, InetAddress.getLoopbackAddress()));
    daemon(server::acceptAll);
    return server;
  }

  String url(Way way) {
    return "http://127.0.0.1:" + listener.getLocalPort() + "/" + way.name();
  }

  /** How many requests came whole. */
  int requests() {
    return requests.get();
  }

  /** How many clients wait for something that will not come. */
  int held() {
    return held.get();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket connection : connections) {
      connection.close();
    }
  }

  private void acceptAll() {
    while (!listener.isClosed()) {
      try {
        Socket connection = listener.accept();
        connections.add(connection);
        daemon(() -> serve(connection));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      connection.setTcpNoDelay(true);
      InputStream in = connection.getInputStream();
      int number = 0;
      for (String request = read(in); request != null; request = read(in)) {
        number++;
        if (!answer(Way.of(request), number, connection)) {
          hold(in);
          return;
        }
      }
    } catch (IOException clientLeft) {
      // As every one does whose call is ended.
    } finally {
      connections.remove(connection);
    }
  }

  /** Whether that was an answer; if not, there will be none. */
  private boolean answer(Way way, int number, Socket connection) throws IOException {
    int turn = way == Way.MIXED ? requests.get() % 3 : number % 3;
    switch (way) {
      case SILENT -> {}
      case COMMENTS -> write(connection, STREAM + ": wait\n\n");
      case UNAVAILABLE -> write(connection, String.format(UNAVAILABLE, ""));
      case UNAVAILABLE_TWICE -> {
        if (turn > 0) {
          write(connection, String.format(UNAVAILABLE, "Retry-After-Ms: 20\r\n"));
        }
        return turn > 0;
      }
      case MIXED -> {
        if (turn > 0) {
          write(connection, turn == 1 ? String.format(UNAVAILABLE, "") : STREAM + CHUNK);
        }
        return turn == 1;
      }
    }
    return way == Way.UNAVAILABLE;
  }

  private void hold(InputStream in) throws IOException {
    held.incrementAndGet();
    try {
      while (in.read() >= 0) {
        // Nothing is expected but the end.
      }
    } finally {
      held.decrementAndGet();
    }
  }

  /** The next request, or null if the client has sent its last one. */
  private @Nullable String read(InputStream in) throws IOException {
    StringBuilder request = new StringBuilder(1_024);
    byte[] buffer = new byte[8_192];
    while (!whole(request)) {
      int count = in.read(buffer);
      if (count < 0) {
        return null;
      }
      request.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
    }
    requests.incrementAndGet();
    return request.toString();
  }

  private static boolean whole(StringBuilder request) {
    int head = request.indexOf("\r\n\r\n");
    if (head < 0) {
      return false;
    }
    String name = "content-length:";
    String headers = request.substring(0, head + 2).toLowerCase(Locale.ROOT);
    int length = headers.indexOf(name) + name.length();
    int body = Integer.parseInt(headers.substring(length, headers.indexOf('\r', length)).strip());
    return request.length() >= head + 4 + body;
  }

  private static void write(Socket connection, String text) throws IOException {
    connection.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "stalling-server");
    thread.setDaemon(true);
    thread.start();
  }

  /** What a request meets. */
  enum Way {
    /** Nothing. */
    SILENT,
    /** The headers of a stream and a comment, then nothing. */
    COMMENTS,
    /** 503. */
    UNAVAILABLE,
    /** 503 with a wait of 20 ms, twice on a connection, then nothing. */
    UNAVAILABLE_TWICE,
    /** In turn 503, a stream that begins and does not go on, and nothing. */
    MIXED;

    private static Way of(String request) {
      int from = request.indexOf('/') + 1;
      return valueOf(request.substring(from, request.indexOf('/', from)));
    }
  }
}
