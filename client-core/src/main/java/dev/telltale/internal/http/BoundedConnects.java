package dev.telltale.internal.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import javax.net.SocketFactory;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * Has every attempt to get a connection bounded: by its timer, and by cancelling its call.
 *
 * <p>The timer runs from the moment OkHttp finds that it needs a new connection until it has one,
 * so what interceptors of the user's client do before and after is not its time.
 *
 * <p>Cancelling closes the sockets of a call that has no connection yet. OkHttp does so while it
 * connects, and while it shakes hands; a call that is cancelled between the two, with no limit on
 * its reads, would wait for a silent proxy or server without an end.
 */
final class BoundedConnects extends EventListener {
  private final BoundedDns dns;

  /** The call for which this thread is about to open a socket. */
  @SuppressWarnings("ThreadLocalUsage") // Set and removed for each socket.
  private final ThreadLocal<@Nullable OpeningSockets> opening = new ThreadLocal<>();

  BoundedConnects(BoundedDns dns) {
    this.dns = dns;
  }

  /** The sockets of a factory, each noted for its call. */
  SocketFactory sockets(SocketFactory factory) {
    return new NotedSockets(factory);
  }

  @Override
  public void proxySelectStart(Call call, HttpUrl url) {
    OneShotBody body = of(call);
    if (body != null) {
      body.connecting(call);
    }
  }

  @Override
  public void dnsStart(Call call, String host) {
    dns.lookingUp(call);
  }

  @Override
  public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
    // OkHttp makes the sockets of SOCKS proxies without the factory.
    opening.set(proxy.type() == Proxy.Type.SOCKS ? null : sockets(call));
  }

  @Override
  public void connectEnd(
      Call call, InetSocketAddress address, Proxy proxy, @Nullable Protocol protocol) {
    OpeningSockets sockets = sockets(call);
    if (sockets != null) {
      sockets.connected();
    }
  }

  @Override
  public void connectionAcquired(Call call, Connection connection) {
    OneShotBody body = of(call);
    if (body != null) {
      body.connected();
    }
  }

  @Override
  public void canceled(Call call) {
    OpeningSockets sockets = sockets(call);
    if (sockets != null) {
      sockets.cancel();
    }
  }

  private static @Nullable OpeningSockets sockets(Call call) {
    OneShotBody body = of(call);
    return body == null ? null : body.sockets();
  }

  private static @Nullable OneShotBody of(Call call) {
    return call.request().body() instanceof OneShotBody body ? body : null;
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
