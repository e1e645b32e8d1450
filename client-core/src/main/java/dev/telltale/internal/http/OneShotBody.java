package dev.telltale.internal.http;

import dev.telltale.internal.retry.Attempt;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Call;
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
  private final Duration connectTimeout;
  private final Attempt attempt;
  private final AtomicBoolean sent = new AtomicBoolean();

  /** Most requests find a connection, and have neither of these. */
  private volatile @Nullable ConnectTimer timer;

  private volatile @Nullable OpeningSockets sockets;

  OneShotBody(ByteString bytes, Duration connectTimeout, Attempt attempt) {
    this.bytes = bytes;
    this.connectTimeout = connectTimeout;
    this.attempt = attempt;
  }

  /** The request begins to look for a new connection. */
  void connecting(Call call) {
    if (timer == null) {
      sockets = new OpeningSockets(call);
      ConnectTimer started = new ConnectTimer(connectTimeout);
      timer = started;
      started.start(call);
    }
  }

  /** The request has its connection, or none is looked for any more. */
  void connected() {
    ConnectTimer running = timer;
    if (running != null) {
      running.stop();
    }
  }

  /** Whether the time to get a connection ran out. */
  boolean connectedTooLate() {
    ConnectTimer running = timer;
    return running != null && running.expired();
  }

  /** On which the request tries to get a connection; null if it needs no new one. */
  @Nullable OpeningSockets sockets() {
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
    if (connectedTooLate()) {
      throw new InterruptedIOException("connect timeout");
    }
    attempt.sent();
    sink.write(bytes);
  }
}
