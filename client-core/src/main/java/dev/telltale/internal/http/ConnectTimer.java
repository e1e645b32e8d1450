package dev.telltale.internal.http;

import dev.telltale.internal.retry.Deadline;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okio.AsyncTimeout;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the time until a request has its connection: address, every route, proxy and TLS handshake
 * together. OkHttp's own connect timeout is for each route, belongs to a client, and ends before
 * the handshake.
 */
final class ConnectTimer extends AsyncTimeout {
  private volatile @Nullable Call call;
  private volatile boolean expired;

  ConnectTimer(Duration limit) {
    timeout(Math.max(1, Deadline.counted(limit).toNanos()), TimeUnit.NANOSECONDS);
  }

  /** The call is about to look for a connection. */
  void start(Call connecting) {
    call = connecting;
    enter();
  }

  /** The call has its connection, or ended without one. */
  void stop() {
    if (exit()) {
      expired = true;
    }
  }

  boolean expired() {
    return expired;
  }

  @Override
  protected void timedOut() {
    expired = true;
    Call late = call;
    if (late != null) {
      late.cancel();
    }
  }
}
