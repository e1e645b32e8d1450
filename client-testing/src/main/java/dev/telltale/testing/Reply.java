package dev.telltale.testing;

import java.time.Duration;
import java.util.List;
import okhttp3.Headers;
import okio.ByteString;

/**
 * A response ready to be sent, without the headers that every response carries.
 *
 * @param headers the response's own, which say how the body is framed
 * @param parts written and flushed one by one
 */
record Reply(int status, Headers headers, List<Part> parts, Ending ending) {

  /** Bytes that reach the client together, after a pause. */
  record Part(ByteString bytes, Duration pause) {}

  Reply {
    parts = List.copyOf(parts);
  }

  static Reply whole(int status, String contentType, ByteString body) {
    return new Reply(
        status, withLength(contentType, body.size()), List.of(atOnce(body)), Ending.COMPLETE);
  }

  /** A JSON body; one whose end is not complete is sent up to its middle. */
  static Reply json(int status, ByteString body, Ending ending) {
    int sent = ending.complete() ? body.size() : body.size() / 2;
    int announced = ending == Ending.CONNECTION_CLOSED ? body.size() : sent;
    return new Reply(
        status,
        withLength("application/json", announced),
        List.of(atOnce(body.substring(0, sent))),
        ending);
  }

  static Reply chunked(String contentType, List<Part> parts, Ending ending) {
    Headers headers = Headers.of("content-type", contentType, "transfer-encoding", "chunked");
    return new Reply(200, headers, parts, ending);
  }

  /** The same, framed by HTTP/2 itself. */
  Reply overHttp2() {
    return new Reply(
        status, headers.newBuilder().removeAll("transfer-encoding").build(), parts, ending);
  }

  boolean chunked() {
    return headers.get("transfer-encoding") != null;
  }

  private static Headers withLength(String contentType, int bytes) {
    return Headers.of("content-type", contentType, "content-length", Integer.toString(bytes));
  }

  private static Part atOnce(ByteString bytes) {
    return new Part(bytes, Duration.ZERO);
  }
}
