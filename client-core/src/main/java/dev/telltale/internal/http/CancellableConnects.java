package dev.telltale.internal.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import javax.net.SocketFactory;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * Closes the sockets of a call that is cancelled before it has its connection.
 *
 * <p>OkHttp does so while it connects, and while it shakes hands; a call that is cancelled between
 * the two, with no limit on its reads, would wait for a silent proxy or server without an end.
 */
final class CancellableConnects extends EventListener {

  /** The call for which this thread is about to open a socket. */
  @SuppressWarnings("ThreadLocalUsage") // Set and removed for each socket.
  private final ThreadLocal<@Nullable OpeningSockets> opening = new ThreadLocal<>();

  /** The sockets of a factory, each noted for its call. */
  SocketFactory sockets(SocketFactory factory) {
    return new NotedSockets(factory);
  }

  @Override
  public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
    // OkHttp makes the sockets of SOCKS proxies without the factory.
    opening.set(proxy.type() == Proxy.Type.SOCKS ? null : of(call));
  }

  @Override
  public void connectEnd(
      Call call, InetSocketAddress address, Proxy proxy, @Nullable Protocol protocol) {
    OpeningSockets sockets = of(call);
    if (sockets != null) {
      sockets.connected();
    }
  }

  @Override
  public void canceled(Call call) {
    OpeningSockets sockets = of(call);
    if (sockets != null) {
      sockets.cancel();
    }
  }

  private static @Nullable OpeningSockets of(Call call) {
    return call.request().body() instanceof OneShotBody body ? body.sockets() : null;
  }

  /** Notes each socket for the call that its thread has announced. */
  private final class NotedSockets extends SocketFactory {
    private final SocketFactory factory;

    NotedSockets(SocketFactory factory) {
      this.factory = factory;
    }

    @Override
    public Socket createSocket() throws IOException {
      OpeningSockets sockets = opening.get();
      opening.remove();
      Socket socket = factory.createSocket();
      if (sockets != null) {
        sockets.add(socket);
      }
      return socket;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return factory.createSocket(host, port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
        throws IOException {
      return factory.createSocket(host, port, localHost, localPort);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return factory.createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
        throws IOException {
      return factory.createSocket(host, port, localHost, localPort);
    }
  }
}
