package dev.telltale.internal.http;

import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.provider.AnswerForm;
import dev.telltale.provider.Endpoint;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.provider.WireHeaders;
import dev.telltale.provider.WireRequest;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request as exactly one HTTP exchange: no redirect is followed, nothing is sent twice.
 *
 * <p>Thread-safe. Owned and closed by the client; closing cancels what is in flight.
 */
public final class Transport implements Closeable {
  private static final String USER_AGENT = "telltale-java";

  private final OkHttpClient wholeAnswers;
  private final OkHttpClient streams;
  private final long maxBodyBytes;
  private final AtomicReference<@Nullable ParsedUrl> lastUrl = new AtomicReference<>();
  private final Set<Exchange> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private Transport(OkHttpClient wholeAnswers, OkHttpClient streams, long maxBodyBytes) {
    this.wholeAnswers = wholeAnswers;
    this.streams = streams;
    this.maxBodyBytes = maxBodyBytes;
  }

  /** A transport with connections of its own. */
  public static Transport create(
      Duration connectTimeout, Duration streamIdleTimeout, long maxBodyBytes) {
    OkHttpClient client = HttpClients.forWholeAnswers(connectTimeout);
    return new Transport(client, HttpClients.forStreams(client, streamIdleTimeout), maxBodyBytes);
  }

  /** The bound on a whole answer and on one event. */
  public long maxBodyBytes() {
    return maxBodyBytes;
  }

  /** Whether {@link #close()} was called. */
  public boolean closed() {
    return closed;
  }

  /**
   * Sends the request and waits for the headers of the answer.
   *
   * @param headers everything to send beside content type, accept and user agent
   * @throws LlmException if no headers came
   */
  public Exchange send(
      WireRequest request, WireHeaders headers, AnswerForm form, Duration deadline) {
    Call call = client(form).newCall(httpRequest(request, headers, form));
    call.timeout().timeout(deadline.toNanos(), TimeUnit.NANOSECONDS);
    try {
      return new Exchange(call, call.execute(), maxBodyBytes, open);
    } catch (IOException failure) {
      throw LlmException.from(failed(failure, request));
    }
  }

  /** What an I/O failure of an exchange of this transport means. */
  public ErrorDetails classify(IOException failure) {
    ErrorDetails details = TransportFailures.classify(failure);
    return closed && details.kind() == ErrorKind.CONNECTION
        ? details.toBuilder().kind(ErrorKind.CLIENT_CLOSED).build()
        : details;
  }

  @Override
  public void close() {
    closed = true;
    wholeAnswers.dispatcher().cancelAll();
    open.forEach(Exchange::cancel);
    wholeAnswers.connectionPool().evictAll();
  }

  private OkHttpClient client(AnswerForm form) {
    return form == AnswerForm.WHOLE ? wholeAnswers : streams;
  }

  private Request httpRequest(WireRequest request, WireHeaders headers, AnswerForm form) {
    Request.Builder http =
        new Request.Builder()
            .url(url(request.endpoint()))
            .header("Accept", form == AnswerForm.WHOLE ? "application/json" : "text/event-stream")
            .header("User-Agent", USER_AGENT)
            .post(new OneShotBody(request.body().bytes()));
    headers.forEach(http::header);
    return http.build();
  }

  /** An adapter sends to one endpoint again and again; its URL is parsed once. */
  private HttpUrl url(Endpoint endpoint) {
    ParsedUrl last = lastUrl.get();
    if (last == null || !last.endpoint.equals(endpoint)) {
      last = new ParsedUrl(endpoint, HttpUrl.get(endpoint.url()));
      lastUrl.set(last);
    }
    return last.url;
  }

  private ErrorDetails failed(IOException failure, WireRequest request) {
    String server = request.endpoint().host() + ":" + request.endpoint().port();
    return classify(failure).toBuilder().hint("The server is " + server + ".").build();
  }

  private record ParsedUrl(Endpoint endpoint, HttpUrl url) {}
}
