package dev.telltale.internal.http;

import dev.telltale.CallTimer;
import dev.telltale.HttpOptions;
import dev.telltale.internal.retry.Attempt;
import dev.telltale.internal.retry.Cancellation;
import dev.telltale.internal.retry.Deadline;
import dev.telltale.internal.retry.Timeouts.Timers;
import dev.telltale.provider.AnswerForm;
import dev.telltale.provider.Endpoint;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.provider.WireHeaders;
import dev.telltale.provider.WireRequest;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request as exactly one HTTP exchange: no redirect is followed, nothing is sent twice.
 *
 * <p>Thread-safe. Owned and closed by the client, which cancels what is in flight before.
 */
public final class Transport implements Closeable {
  /** What to do where a proxy answers with 407. */
  public static final String PROXY_WANTS_CREDENTIALS =
      "The proxy wants credentials; set HttpOptions.proxyCredentials, or correct them.";

  private static final String USER_AGENT = "telltale-java";

  private final HttpOptions options;
  private final OkHttpClient client;
  private final OkHttpClient local;
  private final Bounds bounds;
  private final AtomicReference<@Nullable ParsedUrl> lastUrl = new AtomicReference<>();

  private Transport(HttpOptions options, OkHttpClient client, Bounds bounds) {
    this.options = options;
    this.client = client;
    this.local = HttpClients.local(client);
    this.bounds = bounds;
  }

  /** A transport with connections of its own, unless the options bring some. */
  public static Transport create(HttpOptions options, Bounds bounds) {
    return new Transport(options, HttpClients.create(options), bounds);
  }

  /** The headers of every request, unless others of that name replace them. */
  public WireHeaders headers() {
    return options.headers();
  }

  /**
   * Sends the request and waits for the headers of the answer.
   *
   * @param sent everything to send beside content type, accept and user agent
   * @param timers how long it may take: to a connection, and to the whole answer or to {@link
   *     Exchange#liftDeadline()}
   * @throws IOException if no headers came
   */
  public Exchange send(
      WireRequest request,
      SentHeaders sent,
      AnswerForm form,
      Timers timers,
      Attempt attempt,
      Cancellation cancellation)
      throws IOException {
    OneShotBody body = new OneShotBody(request.body().bytes(), timers.connect(), attempt);
    Request http = httpRequest(request, sent.all(), form, body);
    Call call = (request.localServer() == null ? client : local).newCall(http);
    Duration limit = limit(timers, form, attempt);
    // To OkHttp 0 is no limit at all.
    call.timeout().timeout(Math.max(1, limit.toNanos()), TimeUnit.NANOSECONDS);
    cancellation.onCancel(call::cancel);
    Response response = execute(call, body, attempt);
    Exchange exchange = new Exchange(call, response, sent, bounds, timers, attempt, cancellation);
    attempt.answered(exchange.status(), exchange.requestId());
    return exchange;
  }

  /** What the failure to send means. */
  public ErrorDetails classify(
      IOException failure, WireRequest request, Attempt attempt, Cancellation cancellation) {
    String server = request.endpoint().host() + ":" + request.endpoint().port();
    String hint = "The server is " + server + ".";
    return TransportFailures.classify(failure, attempt, cancellation).toBuilder()
        .hint(
            TransportFailures.proxyWantsCredentials(failure)
                ? PROXY_WANTS_CREDENTIALS + " " + hint
                : hint)
        .build();
  }

  @Override
  public void close() {
    if (options.client() == null || options.idleConnections() != null) {
      client.connectionPool().evictAll();
    }
  }

  /** The time until OkHttp ends the call; the attempt learns whose time it is. */
  private static Duration limit(Timers timers, AnswerForm form, Attempt attempt) {
    Duration limit = timers.opening().remaining();
    attempt.boundBy(CallTimer.DEADLINE);
    if (form == AnswerForm.WHOLE) {
      return limit;
    }
    Deadline end = timers.wholeStream();
    if (end != null && end.remaining().compareTo(limit) < 0) {
      limit = end.remaining();
      attempt.boundBy(CallTimer.STREAM_DEADLINE);
    }
    if (timers.firstEvent().compareTo(limit) < 0) {
      limit = timers.firstEvent();
      attempt.boundBy(CallTimer.FIRST_EVENT);
    }
    return limit;
  }

  private static Response execute(Call call, OneShotBody body, Attempt attempt) throws IOException {
    try {
      return call.execute();
    } catch (IOException | RuntimeException failure) {
      throw failure;
    } catch (Exception interrupted) {
      // OkHttp's wait for a connection throws on an interrupt what Kotlin need not declare.
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("The wait for a connection was interrupted");
    } finally {
      body.connected();
      if (body.connectedTooLate()) {
        attempt.boundBy(CallTimer.CONNECT);
      }
    }
  }

  private Request httpRequest(
      WireRequest request, WireHeaders headers, AnswerForm form, OneShotBody body) {
    Request.Builder http =
        new Request.Builder()
            .url(url(request.endpoint()))
            .header("Accept", form == AnswerForm.WHOLE ? "application/json" : "text/event-stream")
            .header("User-Agent", USER_AGENT)
            .post(body);
    headers.forEach(http::header);
    if (request.localServer() != null) {
      http.tag(LocalExchange.Tag.class, new LocalExchange.Tag(request.localServer(), request));
    }
    return http.build();
  }

  /** An adapter sends to one endpoint again and again; its URL is parsed once. */
  private HttpUrl url(Endpoint endpoint) {
    ParsedUrl last = lastUrl.get();
    if (last == null || !last.endpoint.equals(endpoint)) {
      last = new ParsedUrl(endpoint, queried(HttpUrl.get(endpoint.url())));
      lastUrl.set(last);
    }
    return last.url;
  }

  private HttpUrl queried(HttpUrl url) {
    HttpUrl.Builder queried = url.newBuilder();
    options
        .query()
        .forEach(
            (name, value) -> {
              if (!url.queryParameterNames().contains(name)) {
                queried.addQueryParameter(name, value);
              }
            });
    return queried.build();
  }

  private record ParsedUrl(Endpoint endpoint, HttpUrl url) {}
}
