package dev.telltale.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A loopback HTTP/1.1 server whose answers are written byte by byte by a {@link Script}, so that it
 * can break them off anywhere. It keeps each connection open after an answer, unless the script
 * ended it.
 *
 * <p>Every request is kept as text. Whoever starts it closes it, which resets all connections.
 */
public final class FaultServer implements AutoCloseable {
  private final ServerSocket listener;
  private final Script script;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();

  private FaultServer(ServerSocket listener, Script script) {
    this.listener = listener;
    this.script = script;
  }

  /** Starts a server on a free port that answers every request with {@code script}. */
  public static FaultServer start(Script script) {
    try {
      FaultServer server =
          new FaultServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
      startDaemon("fault-server", server::acceptAll);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The URL under which the server answers, with the path {@code /v1} and no slash at its end. */
  public String url() {
    return "http://127.0.0.1:" + listener.getLocalPort() + "/v1";
  }

  /** The requests received whole so far: request line, headers, blank line and body. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** The number of connections accepted so far. */
  public int connectionCount() {
    return connections.get();
  }

  @Override
  public void close() {
    closeQuietly(listener);
    sockets.forEach(FaultServer::closeQuietly);
    ServiceLoader.load(RequestCheck.class).forEach(check -> requests.forEach(check::check));
  }

  private void acceptAll() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        sockets.add(socket);
        connections.incrementAndGet();
        startDaemon("fault-server-connection", () -> serve(socket));
      } catch (IOException e) {
        // Closed by close(): accepting ends here.
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      FaultConnection connection = new FaultConnection(socket);
      for (String request = connection.readRequest();
          request != null;
          request = connection.readRequest()) {
        requests.add(request);
        script.answer(connection);
      }
    } catch (IOException e) {
      // The client went away, or the script broke the connection: both are what tests ask for.
    } finally {
      sockets.remove(socket);
    }
  }

  private static void startDaemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** What the server writes for one request. */
  @FunctionalInterface
  public interface Script {
    /** Answers the request just read, or ends the connection. */
    void answer(FaultConnection connection) throws IOException;
  }
}
