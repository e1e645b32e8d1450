package dev.telltale.internal.http;

import dev.telltale.provider.Secret;
import java.io.IOException;
import java.net.Proxy;
import okhttp3.Authenticator;
import okhttp3.Connection;
import okhttp3.Credentials;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;
import org.jspecify.annotations.Nullable;

/**
 * Proves to an HTTP proxy who uses it. A tunnel to a TLS server is asked for with the credentials;
 * a request that the proxy itself passes on has them from the start, as it cannot be sent again.
 */
final class ProxyLogin implements Authenticator, Interceptor {
  private static final String HEADER = "Proxy-Authorization";

  private final String user;
  private final Secret password;

  ProxyLogin(String user, Secret password) {
    this.user = user;
    this.password = password;
  }

  @Override
  public @Nullable Request authenticate(@Nullable Route route, Response refused) {
    if (refused.request().header(HEADER) != null) {
      return null;
    }
    return refused.request().newBuilder().header(HEADER, value()).build();
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Connection connection = chain.connection();
    boolean throughProxy =
        connection != null
            && connection.route().proxy().type() == Proxy.Type.HTTP
            && !chain.request().isHttps();
    return chain.proceed(
        throughProxy
            ? chain.request().newBuilder().header(HEADER, value()).build()
            : chain.request());
  }

  private String value() {
    return Credentials.basic(user, password.reveal());
  }
}
