package dev.telltale.internal.http;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.OkHttpClient;

/**
 * Makes OkHttp clients with every default off that could send, follow or keep what we did not ask.
 */
final class HttpClients {

  private HttpClients() {}

  /** One client for whole answers: the deadline of each call is the only limit on reading. */
  static OkHttpClient forWholeAnswers(Duration connectTimeout) {
    OkHttpClient client =
        new OkHttpClient.Builder()
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(false)
            .connectTimeout(connectTimeout)
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO)
            .socketFactory(new ChannelSocketFactory())
            .build();
    SSLSocketFactory handshakes = new BoundedHandshakes(client.sslSocketFactory(), connectTimeout);
    return client
        .newBuilder()
        .sslSocketFactory(handshakes, requireNonNull(client.x509TrustManager()))
        .build();
  }

  /** The same client for streams: same connections, and a bound on each read. */
  static OkHttpClient forStreams(OkHttpClient client, Duration idleTimeout) {
    return client.newBuilder().readTimeout(idleTimeout).build();
  }
}
