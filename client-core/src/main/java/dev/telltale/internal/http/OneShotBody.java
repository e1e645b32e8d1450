package dev.telltale.internal.http;

import dev.telltale.internal.retry.Attempt;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A body that is sent once. Without this mark OkHttp sends a request again by itself on 408 and on
 * 503 with {@code Retry-After: 0}, unseen by telemetry and retry budgets. An interceptor of the
 * user's OkHttp client may hide the mark or send again by itself: it is refused the body.
 */
final class OneShotBody extends RequestBody {
  private static final MediaType JSON = MediaType.get("application/json");

  private final ByteString bytes;
  private final ConnectTimer connecting;
  private final Attempt attempt;
  private final OpeningSockets sockets = new OpeningSockets();
  private final AtomicBoolean sent = new AtomicBoolean();

  OneShotBody(ByteString bytes, ConnectTimer connecting, Attempt attempt) {
    this.bytes = bytes;
    this.connecting = connecting;
    this.attempt = attempt;
  }

  /** On which the request tries to get a connection. */
  OpeningSockets sockets() {
    return sockets;
  }

  @Override
  public @Nullable MediaType contentType() {
    return JSON;
  }

  @Override
  public long contentLength() {
    return bytes.size();
  }

  @Override
  public boolean isOneShot() {
    return true;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    if (!sent.compareAndSet(false, true)) {
      throw new IOException("A request is sent once; RetryPolicy says when it is tried again");
    }
    connecting.connected();
    attempt.sent();
    sink.write(bytes);
  }
}
