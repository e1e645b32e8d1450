package dev.telltale.provider;

import static java.util.Objects.requireNonNull;

import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request of an adapter: a POST of JSON. It holds no credential; the engine adds that to
 * each attempt.
 *
 * <p>Immutable and thread-safe. {@link #toString()} shows neither query, header values nor body.
 */
public final class WireRequest {
  private final Endpoint endpoint;
  private final WireHeaders headers;
  private final WireBody body;
  private final @Nullable LocalServer localServer;

  private WireRequest(Endpoint endpoint, WireHeaders headers, WireBody body) {
    this(endpoint, headers, body, null);
  }

  private WireRequest(
      Endpoint endpoint, WireHeaders headers, WireBody body, @Nullable LocalServer localServer) {
    this.localServer = localServer;
    this.endpoint = requireNonNull(endpoint, "endpoint");
    this.headers = requireNonNull(headers, "headers");
    this.body = requireNonNull(body, "body");
  }

  /** A request to this endpoint with a body already written. */
  public static WireRequest of(Endpoint endpoint, WireHeaders headers, WireBody body) {
    return new WireRequest(endpoint, headers, body);
  }

  /** A request to this endpoint whose body the given writer produces, once. */
  public static WireRequest json(Endpoint endpoint, WireHeaders headers, JsonBody content) {
    Buffer buffer = new Buffer();
    try {
      content.writeTo(JsonWriter.of(buffer));
    } catch (IOException impossible) {
      throw new AssertionError("A buffer does not fail", impossible);
    }
    return new WireRequest(endpoint, headers, WireBody.drain(buffer));
  }

  /** Returns the same request to another endpoint. */
  public WireRequest withEndpoint(Endpoint other) {
    return new WireRequest(other, headers, body, localServer);
  }

  /** Returns this request, to be answered within this process instead of being sent. */
  public WireRequest answeredBy(LocalServer server) {
    return new WireRequest(endpoint, headers, body, requireNonNull(server, "server"));
  }

  /** Who answers it within this process, or null if it is sent. */
  public @Nullable LocalServer localServer() {
    return localServer;
  }

  /** Where the request goes. */
  public Endpoint endpoint() {
    return endpoint;
  }

  /** The headers beside content type, accept and credential. */
  public WireHeaders headers() {
    return headers;
  }

  /** The body. */
  public WireBody body() {
    return body;
  }

  @Override
  public String toString() {
    return "WireRequest[" + endpoint + ", " + headers + ", " + body + "]";
  }

  /** Writes one JSON value. */
  @FunctionalInterface
  public interface JsonBody {
    /** Writes the value. */
    void writeTo(JsonWriter writer) throws IOException;
  }
}
