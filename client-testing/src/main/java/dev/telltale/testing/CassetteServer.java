package dev.telltale.testing;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.List;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockWebServer;
import okhttp3.HttpUrl;

/**
 * A server on loopback that stands between a client and a model's server: it records what passes as
 * a {@link Cassette}, or replays one without any network.
 *
 * <pre>{@code
 * try (CassetteServer server = CassetteServer.record("https://api.openai.com", Redaction.defaults())) {
 *   callWith(server.url() + "/v1");
 *   server.cassette().save(Path.of("src/test/resources/rivers.json"));
 * }
 * try (CassetteServer server = CassetteServer.replayStrictly(Cassette.load(file))) {
 *   callWith(server.url() + "/v1");
 *   server.assertAllReplayed();
 * }
 * }</pre>
 *
 * <p>Thread-safe. Its threads are no daemons: whoever starts it closes it.
 */
public final class CassetteServer implements AutoCloseable {
  private final MockWebServer server = new MockWebServer();
  private final Pacer pacer = new ClosablePacer();
  private final Tape tape;

  private CassetteServer(Tape tape) {
    this.tape = tape;
    Dispatcher dispatcher = new TapeDispatcher(tape, pacer);
    server.setServerSocketFactory(new LoopbackSockets());
    server.setDispatcher(dispatcher);
    try {
      server.start(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("No loopback port could be opened for the server.", e);
    }
  }

  /**
   * Starts a server that passes each request on, with its headers and body as they are, and keeps
   * what is sent and answered after the redaction. Answers are passed back unredacted, once they
   * are complete.
   *
   * @param origin scheme, host and port of the real server, such as {@code https://api.openai.com}
   * @throws IllegalArgumentException if the origin is no such URL
   */
  public static CassetteServer record(String origin, Redaction redaction) {
    if (HttpUrl.parse(requireNonNull(origin, "origin")) == null) {
      throw new IllegalArgumentException(
          "The origin is a URL with scheme and host, such as https://api.openai.com");
    }
    return new CassetteServer(new RecordingTape(origin, requireNonNull(redaction, "redaction")));
  }

  /**
   * Starts a server that gives the responses of a cassette in their order, each to a request equal
   * to the one that was recorded. Any other request gets a 500 that says so, and fails {@link
   * #assertAllReplayed()}.
   */
  public static CassetteServer replayStrictly(Cassette cassette) {
    return new CassetteServer(new ReplayTape(cassette, ReplayTape.Matching.STRICT));
  }

  /**
   * Starts a server that gives each request the first response not given yet whose request was
   * equal, else the first not given yet.
   */
  public static CassetteServer replayLeniently(Cassette cassette) {
    return new CassetteServer(new ReplayTape(cassette, ReplayTape.Matching.LENIENT));
  }

  /** Where a client sends to, in place of the origin, without a slash at its end. */
  public String url() {
    return "http://127.0.0.1:" + server.getPort();
  }

  /** What was recorded so far, or what is replayed. */
  public Cassette cassette() {
    return Cassette.of(tape.exchanges());
  }

  /** Fails if a response was not given, or a request did not match. */
  public void assertAllReplayed() {
    List<String> problems = tape.problems();
    if (!problems.isEmpty()) {
      throw new AssertionError(String.join("; ", problems));
    }
  }

  /** Ends running responses, closes the port and all connections. Idempotent. */
  @Override
  public void close() {
    pacer.close();
    server.close();
    tape.close();
  }

  @Override
  public String toString() {
    return "CassetteServer[" + url() + "]";
  }
}
