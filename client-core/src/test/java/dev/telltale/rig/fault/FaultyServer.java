package dev.telltale.rig.fault;

import dev.telltale.rig.FaultServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;

/**
 * A server on loopback that follows a {@link Plan} and counts what it is sent. Its URLs are those
 * of an OpenAI-compatible server; it takes any key. Whoever starts it closes it.
 */
public final class FaultyServer implements AutoCloseable {
  private final String url;
  private final Sends sends;
  private final AutoCloseable listener;

  private FaultyServer(String url, Sends sends, AutoCloseable listener) {
    this.url = url;
    this.sends = sends;
    this.listener = listener;
  }

  /** Starts a server for the plan. HTTP/2 is spoken with the certificate. */
  public static FaultyServer start(Plan plan, LoopbackCertificate certificate) {
    Sends sends = new Sends();
    if (plan.fault() == Fault.REFUSED) {
      return refusing(sends);
    }
    if (plan.fault().http2()) {
      Http2Server server = Http2Server.start(certificate, new Http2Script(plan, sends));
      return new FaultyServer(server.url(), sends, server);
    }
    FaultServer server =
        FaultServer.start(
            plan.fault() == Fault.STALE_CONNECTION
                ? new StaleScript(plan.moment(), sends)
                : new Http1Script(plan, sends));
    return new FaultyServer(server.url(), sends, server);
  }

  /** The base URL, with the path {@code /v1} and no slash at its end. */
  public String url() {
    return url;
  }

  /**
   * How many requests were read whole. Of a {@link Fault#STALE_CONNECTION}, the one that set the
   * connection up is among them, and the one lost on it is not.
   */
  public int sends() {
    return sends.count();
  }

  /**
   * Waits until so many requests were read, as what a client gave up may still be on its way, and
   * returns {@link #sends()}.
   */
  public int awaitSends(int expected) throws InterruptedException {
    return sends.await(expected);
  }

  /** The shortest time from an answer to the next request; empty if there was no next. */
  public Optional<Duration> shortestGap() {
    return sends.shortestGap();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** A socket that is bound and does not listen keeps its port to itself and refuses everybody. */
  private static FaultyServer refusing(Sends sends) {
    Socket bound = new Socket();
    try {
      bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new FaultyServer("http://127.0.0.1:" + bound.getLocalPort() + "/v1", sends, bound);
  }
}
