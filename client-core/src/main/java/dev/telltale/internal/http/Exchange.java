package dev.telltale.internal.http;

import dev.telltale.ResponseHeaders;
import dev.telltale.internal.retry.Attempt;
import dev.telltale.internal.retry.Cancellation;
import dev.telltale.internal.retry.Timeouts.Timers;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.provider.WireBody;
import dev.telltale.provider.WireResponse;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import okhttp3.Call;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, from the moment the headers are there.
 *
 * <p>Whoever opened it closes it. {@link #cancel()} may be called from any thread and makes a
 * pending read fail; the other methods belong to one thread at a time.
 */
public final class Exchange implements Closeable {
  private static final long ERROR_BODY_BYTES = 64L << 10;

  /** In the order in which vendors' support asks for them. */
  private static final List<String> REQUEST_IDS =
      List.of("apim-request-id", "x-request-id", "request-id");

  private final Call call;
  private final Response response;
  private final SentHeaders sent;
  private final Bounds bounds;
  private final Timers timers;
  private final Attempt attempt;
  private final Cancellation cancellation;

  Exchange(
      Call call,
      Response response,
      SentHeaders sent,
      Bounds bounds,
      Timers timers,
      Attempt attempt,
      Cancellation cancellation) {
    this.call = call;
    this.response = response;
    this.sent = sent;
    this.bounds = bounds;
    this.timers = timers;
    this.attempt = attempt;
    this.cancellation = cancellation;
  }

  /** Whether the status is 2xx. */
  public boolean successful() {
    return response.isSuccessful();
  }

  /** The HTTP status. */
  public int status() {
    return response.code();
  }

  /** The headers of the answer. */
  public ResponseHeaders headers() {
    Headers headers = response.headers();
    String[] flat = new String[headers.size() * 2];
    for (int i = 0; i < headers.size(); i++) {
      flat[2 * i] = headers.name(i);
      flat[2 * i + 1] = headers.value(i);
    }
    return ResponseHeaders.of(Arrays.asList(flat));
  }

  /** The provider's id of this request, or null if it sent none. */
  public @Nullable String requestId() {
    for (String name : REQUEST_IDS) {
      String id = response.header(name);
      if (id != null) {
        return sent.hide(id);
      }
    }
    return null;
  }

  /** The host a redirect points to, or null if this is none. */
  public @Nullable String redirectHost() {
    String location = response.header("Location");
    HttpUrl target = location == null ? null : response.request().url().resolve(location);
    return status() / 100 == 3 && target != null ? sent.hide(target.host()) : null;
  }

  /** The media type and subtype in lower case, or null if the server did not say. */
  public @Nullable String contentType() {
    String type = response.header("Content-Type");
    if (type == null) {
      return null;
    }
    int parameters = type.indexOf(';');
    return (parameters == -1 ? type : type.substring(0, parameters))
        .strip()
        .toLowerCase(Locale.ROOT);
  }

  /** The body as it arrives, decompressed, without a bound of its own. */
  public BufferedSource source() {
    return response.body().source();
  }

  /** What was sent, and finds its secrets in what comes back. */
  public SentHeaders sent() {
    return sent;
  }

  /** How much is read. */
  public Bounds bounds() {
    return bounds;
  }

  /** How long may be waited. */
  public Timers timers() {
    return timers;
  }

  /** What ends the call this exchange belongs to. */
  public Cancellation cancellation() {
    return cancellation;
  }

  /** What an I/O failure of this exchange means. */
  public ErrorDetails classify(IOException failure) {
    return TransportFailures.classify(failure, attempt, cancellation);
  }

  /** Adds to what went wrong which HTTP answer it belongs to. */
  public ErrorDetails located(ErrorDetails details) {
    return details.toBuilder()
        .code(sent.hideIfSent(details.code()))
        .type(sent.hideIfSent(details.type()))
        .param(sent.hideIfSent(details.param()))
        .headers(headers())
        .requestId(requestId())
        .report(attempt.log()::report)
        .build();
  }

  /** From now on only the bound on each read applies: a stream has no deadline once it began. */
  public void liftDeadline() {
    call.timeout().cancel();
  }

  /**
   * Reads the whole answer within the client's bound.
   *
   * @throws LimitExceededException if it is larger; nothing of it is read if it says so itself
   */
  public WireResponse readWhole() throws IOException {
    long limitBytes = bounds.bodyBytes();
    if (response.body().contentLength() > limitBytes) {
      throw new LimitExceededException(limitBytes);
    }
    Buffer body = new Buffer();
    if (drain(body, limitBytes)) {
      throw new LimitExceededException(limitBytes);
    }
    return wireResponse(body);
  }

  /** Reads the answer of a failed request, at most its first 64 KiB; the rest is dropped. */
  public WireResponse readError() {
    Buffer body = new Buffer();
    try {
      drain(body, ERROR_BODY_BYTES);
    } catch (IOException cutShort) {
      // The status says what happened; what arrived of the body is all there is.
    }
    return wireResponse(body);
  }

  /** Makes a pending read fail and the connection unusable. */
  public void cancel() {
    call.cancel();
  }

  @Override
  public void close() {
    response.close();
  }

  /** Moves at most the limit into the sink and says whether more was there. */
  private boolean drain(Buffer sink, long limitBytes) throws IOException {
    BufferedSource source = source();
    while (sink.size() < limitBytes) {
      if (source.read(sink, limitBytes - sink.size()) == -1) {
        return false;
      }
    }
    return !source.exhausted();
  }

  private WireResponse wireResponse(Buffer body) {
    return new WireResponse(status(), headers(), WireBody.drain(body));
  }
}
