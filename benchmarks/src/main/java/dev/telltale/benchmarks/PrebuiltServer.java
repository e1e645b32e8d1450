package dev.telltale.benchmarks;

import static java.util.Objects.requireNonNull;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.EnumMap;
import java.util.Map;

/**
 * A server on loopback that answers every request with the bytes of its scenario: one port per
 * scenario, one daemon thread per connection, blocking sockets.
 *
 * <p>As little work as a server can do, so that what is measured is the client. Whoever starts it
 * closes it.
 */
final class PrebuiltServer implements Closeable {
  private final Map<Scenario, ServerSocket> sockets = new EnumMap<>(Scenario.class);

  private PrebuiltServer() {}

  /**
   * Prints its ports in the order of the scenarios, and runs until standard input ends, so it goes
   * when the process that started it goes.
   */
  public static void main(String[] args) throws IOException {
    try (PrebuiltServer server = start()) {
      for (Scenario scenario : Scenario.values()) {
        System.out.println(server.port(scenario));
      }
      while (System.in.read() != -1) {
        // Nothing is expected but the end.
      }
    }
  }

  static PrebuiltServer start() throws IOException {
    PrebuiltServer server = new PrebuiltServer();
    for (Scenario scenario : Scenario.values()) {
      server.listen(scenario);
    }
    return server;
  }

  int port(Scenario scenario) {
    return requireNonNull(sockets.get(scenario)).getLocalPort();
  }

  /** Stops listening; open connections end with their clients or with the process. */
  @Override
  public void close() throws IOException {
    for (ServerSocket socket : sockets.values()) {
      socket.close();
    }
  }

  private void listen(Scenario scenario) throws IOException {
    ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    sockets.put(scenario, socket);
    byte[] answer = PrebuiltAnswers.of(scenario);
    daemon("accept " + scenario, () -> accept(socket, answer));
  }

  private static void accept(ServerSocket socket, byte[] answer) {
    while (!socket.isClosed()) {
      try {
        Socket accepted = socket.accept();
        daemon("connection", new PrebuiltConnection(accepted, answer));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }
}
