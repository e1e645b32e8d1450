package dev.telltale.internal.http;

import dev.telltale.internal.retry.Attempt;
import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A body that OkHttp may send once. Without this mark OkHttp sends a request again by itself on 408
 * and on 503 with {@code Retry-After: 0}, unseen by telemetry and retry budgets.
 */
final class OneShotBody extends RequestBody {
  private static final MediaType JSON = MediaType.get("application/json");

  private final ByteString bytes;
  private final ConnectTimer connecting;
  private final Attempt attempt;

  OneShotBody(ByteString bytes, ConnectTimer connecting, Attempt attempt) {
    this.bytes = bytes;
    this.connecting = connecting;
    this.attempt = attempt;
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
    connecting.connected();
    attempt.sent();
    sink.write(bytes);
  }
}
