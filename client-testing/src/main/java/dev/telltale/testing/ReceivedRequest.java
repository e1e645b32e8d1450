package dev.telltale.testing;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** One HTTP request as a {@link ScriptedServer} received it. Immutable and thread-safe. */
public final class ReceivedRequest {
  private final String method;
  private final String path;
  private final Headers headers;
  private final ByteString body;
  private final long bodySizeBytes;
  private final ChatFields fields;

  private ReceivedRequest(RecordedRequest recorded) {
    this.method = recorded.getMethod();
    this.path = recorded.getTarget();
    this.headers = recorded.getHeaders();
    ByteString body = recorded.getBody();
    this.body = body != null ? body : ByteString.EMPTY;
    this.bodySizeBytes = recorded.getBodySize();
    this.fields = ChatFields.read(this.body);
  }

  static ReceivedRequest of(RecordedRequest recorded) {
    return new ReceivedRequest(recorded);
  }

  /** The HTTP method, such as {@code POST}. */
  public String method() {
    return method;
  }

  /** The path and the query as sent, such as {@code /v1/chat/completions}. */
  public String path() {
    return path;
  }

  /**
   * The last value of a header, or null if it was not sent.
   *
   * @param name in any case
   */
  public @Nullable String header(String name) {
    return headers.get(requireNonNull(name, "name"));
  }

  /** All headers in alphabetical order, names in lower case, the values of a name as sent. */
  public Map<String, List<String>> headers() {
    return headers.toMultimap();
  }

  /** The body as UTF-8 text, empty if there was none, cut at 16 MiB. */
  public String body() {
    return body.utf8();
  }

  /** The size of the body as sent, in bytes, what was cut off included. */
  public long bodySizeBytes() {
    return bodySizeBytes;
  }

  /** The model asked for, or null if the body names none or is not JSON. */
  public @Nullable String model() {
    return fields.model();
  }

  /** Whether the body says {@code "stream": true}. */
  public boolean streaming() {
    return fields.streaming();
  }

  /** Whether the body says {@code "stream_options": {"include_usage": true}}. */
  public boolean usageRequested() {
    return fields.usageRequested();
  }

  boolean validChat() {
    return fields.valid();
  }

  long keptBytes() {
    return body.size();
  }

  /** Method, path without query, and size: no header, no content. */
  @Override
  public String toString() {
    int query = path.indexOf('?');
    String bare = query < 0 ? path : path.substring(0, query);
    return method + " " + bare + " (" + bodySizeBytes + " bytes)";
  }
}
