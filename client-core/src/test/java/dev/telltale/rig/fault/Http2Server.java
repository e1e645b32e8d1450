package dev.telltale.rig.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;

/**
 * A loopback server of HTTP/2 over TLS whose frames are written by a {@link Script}. It knows as
 * much of HTTP/2 as a few small requests take: no flow control, and no header is decoded.
 */
final class Http2Server implements AutoCloseable {
  private final SSLServerSocket listener;
  private final Script script;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  private Http2Server(SSLServerSocket listener, Script script) {
    this.listener = listener;
    this.script = script;
  }

  static Http2Server start(LoopbackCertificate certificate, Script script) {
    try {
      SSLServerSocket listener =
          (SSLServerSocket)
              certificate
                  .sslContext()
                  .getServerSocketFactory()
                  .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
      SSLParameters parameters = listener.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      listener.setSSLParameters(parameters);
      Http2Server server = new Http2Server(listener, script);
      startDaemon("http2-server", server::acceptAll);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return "https://localhost:" + listener.getLocalPort() + "/v1";
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void acceptAll() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        sockets.add(socket);
        startDaemon("http2-server-connection", () -> serve(socket));
      } catch (IOException e) {
        // Closed by close(): accepting ends here.
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      Http2Connection connection = new Http2Connection(socket);
      for (int stream = connection.readRequest(); stream != 0; stream = connection.readRequest()) {
        script.answer(connection, stream);
      }
    } catch (IOException e) {
      // The client went away, or the script ended the connection: both are what tests ask for.
    } finally {
      sockets.remove(socket);
    }
  }

  private static void startDaemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** What the server writes for one request. */
  @FunctionalInterface
  interface Script {
    /** Answers the request that came on this stream. */
    void answer(Http2Connection connection, int stream) throws IOException;
  }
}
