package dev.telltale.internal.http;

import java.time.Duration;
import okhttp3.OkHttpClient;

/**
 * Makes OkHttp clients with every default off that could send, follow or keep what we did not ask.
 */
final class HttpClients {

  private HttpClients() {}

  /** A client without time limits of its own, as each call brings its own. */
  static OkHttpClient create() {
    return new OkHttpClient.Builder()
        .followRedirects(false)
        .followSslRedirects(false)
        .retryOnConnectionFailure(false)
        .connectTimeout(Duration.ZERO)
        .readTimeout(Duration.ZERO)
        .writeTimeout(Duration.ZERO)
        .socketFactory(new ChannelSocketFactory())
        .addInterceptor(new LocalExchange())
        .build();
  }
}
