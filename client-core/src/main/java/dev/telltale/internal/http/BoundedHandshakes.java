package dev.telltale.internal.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLSocketFactory;

/**
 * Bounds each wait of a TLS handshake by the connect timeout. OkHttp's connect timeout ends with
 * the TCP connection; the handshake then runs under the read timeout, of which whole answers have
 * none. OkHttp sets the timeout of the calls' reads once the handshake is done.
 */
final class BoundedHandshakes extends SSLSocketFactory {
  private final SSLSocketFactory delegate;
  private final int waitMillis;

  BoundedHandshakes(SSLSocketFactory delegate, Duration wait) {
    this.delegate = delegate;
    this.waitMillis = (int) Math.max(1, Math.min(wait.toMillis(), Integer.MAX_VALUE));
  }

  @Override
  public Socket createSocket(Socket connected, String host, int port, boolean autoClose)
      throws IOException {
    connected.setSoTimeout(waitMillis);
    return delegate.createSocket(connected, host, port, autoClose);
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return delegate.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return delegate.getSupportedCipherSuites();
  }

  @Override
  public Socket createSocket() throws IOException {
    return delegate.createSocket();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return delegate.createSocket(host, port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return delegate.createSocket(host, port, localHost, localPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return delegate.createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return delegate.createSocket(host, port, localHost, localPort);
  }
}
