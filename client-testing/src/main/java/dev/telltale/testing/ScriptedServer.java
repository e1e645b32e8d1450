package dev.telltale.testing;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import mockwebserver3.MockWebServer;
import okhttp3.Protocol;

/**
 * An OpenAI-compatible chat server on 127.0.0.1 that answers what a script says.
 *
 * <pre>{@code
 * try (ScriptedServer server = ScriptedServer.start()) {
 *   server.enqueue(Scripted.answer("Hello.").usage(9, 2));
 *   server.enqueue(Scripted.stream("Hel", "lo").pace(Duration.ofMillis(40)));
 *   server.enqueue(Scripted.rateLimited(Duration.ofSeconds(1)), Scripted.contentFilter());
 *
 *   greetWith(server.baseUrl());
 *
 *   ReceivedRequest request = server.takeRequest();
 *   assertThat(request.model()).isEqualTo("gpt-5-mini");
 * }
 * }</pre>
 *
 * <p>Every {@code POST} to a path that ends in {@code /chat/completions} takes its response from
 * the first {@link #when rule} that matches, else from the {@link #enqueue queue}, else from {@link
 * #otherwise}. The last is, unless set, {@code Scripted.answer("This is a scripted answer from
 * MODEL.")}. Other paths, a wrong key, a body that is no JSON object and a body over {@value
 * #MAX_BODY_BYTES} bytes get an OpenAI error and use up nothing of the script.
 *
 * <p>Deterministic: the same requests in the same order get the same bytes. Time stamps are fixed,
 * ids count requests from 1, nothing depends on a clock or a random number.
 *
 * <p>Thread-safe. One thread accepts connections and one serves each open connection. They belong
 * to MockWebServer and are not daemon threads, so a program ends only after {@link #close}, which
 * also ends running responses.
 */
public final class ScriptedServer implements AutoCloseable {
  static final long MAX_BODY_BYTES = 16L << 20;

  private final MockWebServer server = new MockWebServer();
  private final Script script = new Script();
  private final RequestLog log = new RequestLog(Duration.ofSeconds(10));
  private final KeyCheck keyCheck = new KeyCheck();
  private final Pacer pacer;

  private ScriptedServer(Pacer pacer) {
    this.pacer = pacer;
  }

  /**
   * Starts a server on a free port with an empty script. The caller closes it.
   *
   * @throws UncheckedIOException if no loopback port can be opened
   */
  public static ScriptedServer start() {
    return start(new ClosablePacer());
  }

  /**
   * Starts a server that speaks HTTP/2 without TLS and nothing else, for {@link Scripted#goAway}.
   * The caller closes it. A client has to know beforehand:
   *
   * <pre>{@code
   * OkHttpClient http2 =
   *     new OkHttpClient.Builder().protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE)).build();
   * HttpOptions options = HttpOptions.builder().client(http2).build();
   * }</pre>
   *
   * @throws UncheckedIOException if no loopback port can be opened
   */
  public static ScriptedServer startHttp2() {
    return startHttp2(new ClosablePacer());
  }

  static ScriptedServer startHttp2(Pacer pacer) {
    ScriptedServer scripted = new ScriptedServer(pacer);
    scripted.server.setProtocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE));
    scripted.open();
    return scripted;
  }

  static ScriptedServer start(Pacer pacer) {
    ScriptedServer scripted = new ScriptedServer(pacer);
    scripted.open();
    return scripted;
  }

  private void open() {
    server.setServerSocketFactory(new LoopbackSockets());
    server.setBodyLimit(MAX_BODY_BYTES);
    server.setDispatcher(new ScriptDispatcher(server, script, log, keyCheck, pacer));
    try {
      server.start(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("No loopback port could be opened for the server.", e);
    }
  }

  /** The base URL for a client, without a slash at its end: {@code http://127.0.0.1:PORT/v1}. */
  public String baseUrl() {
    return "http://127.0.0.1:" + server.getPort() + "/v1";
  }

  /**
   * Adds responses to the end of the queue. Each is served once, in this order.
   *
   * @throws IllegalArgumentException if one needs HTTP/2 and this server does not speak it
   */
  public ScriptedServer enqueue(Scripted... responses) {
    List.of(responses).forEach(this::check);
    script.enqueue(List.of(responses));
    return this;
  }

  /**
   * Serves the response to every request that matches, before the queue is asked. Rules are tried
   * in the order they were added.
   *
   * @param condition runs on a server thread; if it throws, the request gets a 500 that says so
   * @throws IllegalArgumentException if the response needs HTTP/2 and this server does not speak it
   */
  public ScriptedServer when(Predicate<ReceivedRequest> condition, Scripted response) {
    requireNonNull(condition, "condition");
    requireNonNull(response, "response");
    check(response);
    script.when(condition, response);
    return this;
  }

  /**
   * Serves the response whenever no rule matches and the queue is empty. To let a request that was
   * not expected fail, pass an error.
   *
   * @throws IllegalArgumentException if it needs HTTP/2 and this server does not speak it
   */
  public ScriptedServer otherwise(Scripted response) {
    check(requireNonNull(response, "response"));
    script.otherwise(response);
    return this;
  }

  /** Lets each response of the queue go back to its end once served, for demos. */
  public ScriptedServer loop() {
    script.loop();
    return this;
  }

  /**
   * Answers 401 to every request that carries this key neither as {@code Authorization: Bearer} nor
   * as {@code api-key}. The answer does not repeat the key that was sent.
   */
  public ScriptedServer requireKey(String key) {
    keyCheck.require(requireNonNull(key, "key"));
    return this;
  }

  /**
   * The oldest request that no call of this method returned yet; waits for it up to 10 seconds.
   *
   * @throws AssertionError if none arrives, or if the thread is interrupted (the flag stays set)
   */
  public ReceivedRequest takeRequest() {
    return log.take();
  }

  /**
   * A copy of the requests received so far, taken ones included, oldest first. The latest 1,000 are
   * kept, fewer if their bodies exceed 64 MiB together.
   */
  public List<ReceivedRequest> requests() {
    return log.all();
  }

  private void check(Scripted response) {
    if (response.http2Only() && !server.getProtocols().contains(Protocol.H2_PRIOR_KNOWLEDGE)) {
      throw new IllegalArgumentException(
          "GOAWAY needs HTTP/2: start the server by ScriptedServer.startHttp2()");
    }
  }

  /** Ends running responses, closes the port and all connections, stops the threads. Idempotent. */
  @Override
  public void close() {
    pacer.close();
    server.close();
  }

  /** The address; nothing of the script or of any request. */
  @Override
  public String toString() {
    return "ScriptedServer[" + baseUrl() + "]";
  }
}
