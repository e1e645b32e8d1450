package dev.telltale.internal.http;

import dev.telltale.internal.retry.Attempt;
import dev.telltale.internal.retry.Cancellation;
import dev.telltale.provider.AnswerForm;
import dev.telltale.provider.Endpoint;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.provider.WireHeaders;
import dev.telltale.provider.WireRequest;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
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
 * <p>Thread-safe. Owned and closed by the client, which cancels what is in flight before.
 */
public final class Transport implements Closeable {
  private static final String USER_AGENT = "telltale-java";

  private final OkHttpClient wholeAnswers;
  private final OkHttpClient streams;
  private final long maxBodyBytes;
  private final AtomicReference<@Nullable ParsedUrl> lastUrl = new AtomicReference<>();

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

  /**
   * Sends the request and waits for the headers of the answer.
   *
   * @param headers everything to send beside content type, accept and user agent
   * @param limit the time until the whole answer is read, or until {@link Exchange#liftDeadline()}
   * @throws IOException if no headers came
   */
  public Exchange send(
      WireRequest request,
      WireHeaders headers,
      AnswerForm form,
      Duration limit,
      Attempt attempt,
      Cancellation cancellation)
      throws IOException {
    Call call = client(form).newCall(httpRequest(request, headers, form, attempt));
    // To OkHttp 0 is no limit at all.
    call.timeout().timeout(Math.max(1, limit.toNanos()), TimeUnit.NANOSECONDS);
    cancellation.onCancel(call::cancel);
    Exchange exchange = new Exchange(call, call.execute(), maxBodyBytes, attempt, cancellation);
    attempt.answered(exchange.status(), exchange.requestId());
    return exchange;
  }

  /** What the failure to send means. */
  public ErrorDetails classify(
      IOException failure, WireRequest request, Cancellation cancellation) {
    String server = request.endpoint().host() + ":" + request.endpoint().port();
    return TransportFailures.classify(failure, cancellation).toBuilder()
        .hint("The server is " + server + ".")
        .build();
  }

  @Override
  public void close() {
    wholeAnswers.connectionPool().evictAll();
  }

  private OkHttpClient client(AnswerForm form) {
    return form == AnswerForm.WHOLE ? wholeAnswers : streams;
  }

  private Request httpRequest(
      WireRequest request, WireHeaders headers, AnswerForm form, Attempt attempt) {
    Request.Builder http =
        new Request.Builder()
            .url(url(request.endpoint()))
            .header("Accept", form == AnswerForm.WHOLE ? "application/json" : "text/event-stream")
            .header("User-Agent", USER_AGENT)
            .post(new OneShotBody(request.body().bytes(), attempt));
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

  private record ParsedUrl(Endpoint endpoint, HttpUrl url) {}
}
