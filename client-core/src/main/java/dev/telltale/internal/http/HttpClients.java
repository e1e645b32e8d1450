package dev.telltale.internal.http;

import dev.telltale.HttpOptions;
import dev.telltale.HttpOptions.IdleConnections;
import dev.telltale.internal.retry.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import okhttp3.Authenticator;
import okhttp3.ConnectionPool;
import okhttp3.CookieJar;
import okhttp3.Dns;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * Makes OkHttp clients with every default off that could send, follow or keep what we did not ask,
 * also where the user's client has it on.
 */
final class HttpClients {

  private HttpClients() {}

  /** A client without time limits of its own, as each call brings its own. */
  static OkHttpClient create(HttpOptions options) {
    OkHttpClient given = options.client();
    OkHttpClient.Builder builder = given == null ? new OkHttpClient.Builder() : given.newBuilder();
    builder
        .followRedirects(false)
        .followSslRedirects(false)
        .retryOnConnectionFailure(false)
        .authenticator(Authenticator.NONE)
        .cookieJar(CookieJar.NO_COOKIES)
        .cache(null)
        .callTimeout(Duration.ZERO)
        .connectTimeout(Duration.ZERO)
        .readTimeout(Duration.ZERO)
        .writeTimeout(Duration.ZERO);
    boundConnects(given, builder);
    apply(options, builder);
    return builder.build();
  }

  /** The same client for requests that a local server answers. */
  static OkHttpClient local(OkHttpClient client) {
    return client.newBuilder().addInterceptor(new LocalExchange()).build();
  }

  private static void boundConnects(@Nullable OkHttpClient given, OkHttpClient.Builder builder) {
    BoundedDns dns = new BoundedDns(given == null ? Dns.SYSTEM : given.dns());
    BoundedConnects connects = new BoundedConnects(dns);
    builder.dns(dns);
    if (given == null || given.socketFactory().equals(SocketFactory.getDefault())) {
      builder.socketFactory(connects.sockets(new ChannelSocketFactory()));
    } else {
      builder.socketFactory(connects.sockets(given.socketFactory()));
    }
    if (given == null) {
      builder.eventListener(connects);
    } else {
      EventListener.Factory theirs = given.eventListenerFactory();
      builder.eventListenerFactory(call -> theirs.create(call).plus(connects));
    }
  }

  private static void apply(HttpOptions options, OkHttpClient.Builder builder) {
    if (options.proxy() != null) {
      builder.proxy(options.proxy());
    }
    if (options.proxyUser() != null && options.proxyPassword() != null) {
      ProxyLogin login = new ProxyLogin(options.proxyUser(), options.proxyPassword());
      builder.proxyAuthenticator(login).addNetworkInterceptor(login);
    }
    if (options.http1Only()) {
      builder.protocols(List.of(Protocol.HTTP_1_1));
    }
    if (options.trusted() != null || options.certificate() != null) {
      TlsIdentity.of(options.trusted(), options.certificate()).addTo(builder);
    }
    IdleConnections idle = options.idleConnections();
    if (idle != null) {
      builder.connectionPool(
          new ConnectionPool(
              idle.most(), Deadline.counted(idle.keepAlive()).toNanos(), TimeUnit.NANOSECONDS));
    }
  }
}
