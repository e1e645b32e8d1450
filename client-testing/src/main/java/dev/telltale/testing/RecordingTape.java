package dev.telltale.testing;

import dev.telltale.testing.Cassette.Exchange;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** Passes requests on to a real server, and keeps what is sent and answered. */
final class RecordingTape implements Tape {
  /** Of the connection, not of the message; OkHttp sets its own. */
  private static final Set<String> OF_THE_CONNECTION =
      Set.of("host", "connection", "content-length", "transfer-encoding", "accept-encoding");

  private static final Set<String> KEPT =
      Set.of("content-type", "retry-after", "retry-after-ms", "x-should-retry", "openai-version");

  private static final List<String> KEY_HEADERS =
      List.of("authorization", "api-key", "x-api-key", "ocp-apim-subscription-key");

  /** A model may think for minutes before its first byte. */
  private static final Duration SLOWEST = Duration.ofMinutes(10);

  private final String origin;
  private final Redaction redaction;
  private final OkHttpClient client =
      new OkHttpClient.Builder()
          .followRedirects(false)
          .retryOnConnectionFailure(false)
          .readTimeout(SLOWEST)
          .build();
  private final Object lock = new Object();

  // Guarded by lock.
  private final List<Exchange> kept = new ArrayList<>();

  RecordingTape(String origin, Redaction redaction) {
    this.origin = origin.endsWith("/") ? origin.substring(0, origin.length() - 1) : origin;
    this.redaction = redaction;
  }

  @Override
  public Exchange answer(RecordedRequest request) throws IOException {
    ByteString body = request.getBody();
    Request.Builder forwarded =
        new Request.Builder()
            .url(origin + request.getTarget())
            .method(request.getMethod(), body == null ? null : RequestBody.create(body, null));
    for (String name : request.getHeaders().names()) {
      if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
        request.getHeaders().values(name).forEach(value -> forwarded.addHeader(name, value));
      }
    }
    try (Response response = client.newCall(forwarded.build()).execute()) {
      Exchange answered = exchange(request, body, response);
      synchronized (lock) {
        kept.add(redacted(answered, redaction.knowing(keys(request.getHeaders()))));
      }
      return answered;
    }
  }

  @Override
  public List<Exchange> exchanges() {
    synchronized (lock) {
      return List.copyOf(kept);
    }
  }

  @Override
  public List<String> problems() {
    return List.of();
  }

  @Override
  public void close() {
    client.connectionPool().evictAll();
  }

  private static Exchange exchange(
      RecordedRequest request, @Nullable ByteString body, Response response) throws IOException {
    Received received = Received.of(response.body().source());
    String text = received.text();
    String type = response.header("content-type");
    boolean stream = type != null && type.startsWith("text/event-stream");
    return new Exchange(
        request.getTarget(),
        Exchange.object(body == null ? "" : body.utf8()),
        response.code(),
        headers(response.headers()),
        stream ? events(text) : List.of(text),
        received.cut());
  }

  private static Exchange redacted(Exchange exchange, Redaction redaction) {
    Map<String, @Nullable Object> request = exchange.request();
    return new Exchange(
        exchange.path() == null ? null : redaction.path(exchange.path()),
        request == null ? null : redactedObject(request, redaction),
        exchange.status(),
        exchange.headers(),
        SpreadTexts.redacted(exchange.chunks().stream().map(redaction::text).toList(), redaction),
        exchange.cut());
  }

  /** The keys a request was sent with: a server may repeat them, whatever they look like. */
  private static List<String> keys(Headers headers) {
    List<String> keys = new ArrayList<>();
    for (String name : KEY_HEADERS) {
      for (String value : headers.values(name)) {
        keys.add(value.substring(value.lastIndexOf(' ') + 1));
      }
    }
    return keys;
  }

  private static Map<String, @Nullable Object> redactedObject(
      Map<String, @Nullable Object> object, Redaction redaction) {
    Map<String, @Nullable Object> redacted = new LinkedHashMap<>();
    if (redaction.value(object) instanceof Map<?, ?> members) {
      members.forEach((name, value) -> redacted.put(String.valueOf(name), value));
    }
    return redacted;
  }

  private static Map<String, String> headers(Headers headers) {
    Map<String, String> read = new LinkedHashMap<>();
    for (String name : headers.names()) {
      String lower = name.toLowerCase(Locale.ROOT);
      boolean wanted =
          KEPT.contains(lower) || lower.startsWith("x-ratelimit-") || lower.endsWith("request-id");
      String value = headers.get(name);
      if (wanted && value != null) {
        read.put(lower, value);
      }
    }
    return read;
  }

  /** Events with the empty lines that end them; joined they are the body. */
  private static List<String> events(String body) {
    List<String> events = new ArrayList<>();
    int start = 0;
    for (int end = body.indexOf("\n\n"); end >= 0; end = body.indexOf("\n\n", start)) {
      events.add(body.substring(start, end + 2));
      start = end + 2;
    }
    if (start < body.length()) {
      events.add(body.substring(start));
    }
    return events;
  }

  /**
   * A body as far as it came.
   *
   * @param cut whether the connection broke before its end
   */
  private record Received(String text, boolean cut) {

    static Received of(BufferedSource body) {
      Buffer received = new Buffer();
      boolean cut = false;
      try {
        received.writeAll(body);
      } catch (IOException broken) {
        cut = true;
      }
      return new Received(received.readUtf8(), cut);
    }
  }
}
