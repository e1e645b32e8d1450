package dev.telltale;

import static java.util.Objects.requireNonNull;

import dev.telltale.provider.Secret;
import dev.telltale.provider.WireHeaders;
import java.net.Proxy;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * How a client reaches its servers: by whose connections, through which proxy, trusting whom, and
 * with what on every request.
 *
 * <pre>{@code
 * HttpOptions http =
 *     HttpOptions.builder()
 *         .proxy(new Proxy(Proxy.Type.HTTP, new InetSocketAddress("proxy.local", 3128)))
 *         .proxyCredentials("build", Secret.of(password))
 *         .header("X-Team", "maps")
 *         .build();
 * ChatClient client = ChatClient.builder(provider).http(http).build();
 * }</pre>
 *
 * <p>Immutable and thread-safe. {@link #toString()} shows names, never values.
 */
public final class HttpOptions {
  private static final HttpOptions DEFAULTS = new Builder().build();

  private final @Nullable OkHttpClient client;
  private final @Nullable Proxy proxy;
  private final @Nullable String proxyUser;
  private final @Nullable Secret proxyPassword;
  private final @Nullable KeyStore trusted;
  private final @Nullable ClientCertificate certificate;
  private final boolean http1Only;
  private final @Nullable IdleConnections idleConnections;
  private final WireHeaders headers;
  private final Map<String, String> query;

  private HttpOptions(Builder builder) {
    this.client = builder.client;
    this.proxy = builder.proxy;
    this.proxyUser = builder.proxyUser;
    this.proxyPassword = builder.proxyPassword;
    this.trusted = builder.trusted;
    this.certificate = builder.certificate;
    this.http1Only = builder.http1Only;
    this.idleConnections = builder.idleConnections;
    this.headers = builder.headers;
    this.query = Collections.unmodifiableMap(new LinkedHashMap<>(builder.query));
  }

  /** Connections of the client's own, the system's proxies and the system's trust. */
  public static HttpOptions defaults() {
    return DEFAULTS;
  }

  /** Returns a builder that starts from the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** The OkHttp client to start from, or null. */
  public @Nullable OkHttpClient client() {
    return client;
  }

  /** The proxy, or null for those of the system or of {@link #client()}. */
  public @Nullable Proxy proxy() {
    return proxy;
  }

  /** Who uses the proxy, or null. */
  public @Nullable String proxyUser() {
    return proxyUser;
  }

  /** The password for the proxy, or null. */
  public @Nullable Secret proxyPassword() {
    return proxyPassword;
  }

  /** The certificates that servers' are traced to, or null for the system's. */
  public @Nullable KeyStore trusted() {
    return trusted;
  }

  /** What the client proves itself to servers with, or null. */
  public @Nullable ClientCertificate certificate() {
    return certificate;
  }

  /** Whether HTTP/2 is never spoken. */
  public boolean http1Only() {
    return http1Only;
  }

  /** How many connections are kept for later and how long, or null for OkHttp's defaults. */
  public @Nullable IdleConnections idleConnections() {
    return idleConnections;
  }

  /** Headers of every request; those of the provider and of the call replace them. */
  public WireHeaders headers() {
    return headers;
  }

  /**
   * Query parameters of every request, unless the provider or the call has one of that name; in the
   * order they were added, unmodifiable.
   */
  public Map<String, String> query() {
    return query;
  }

  @Override
  public String toString() {
    return "HttpOptions[" + headers + ", query " + query.keySet() + "]";
  }

  /**
   * A key and certificate to prove oneself with.
   *
   * @param keys holds both
   * @param password of the key
   */
  public record ClientCertificate(KeyStore keys, Secret password) {
    /** Creates a certificate. */
    public ClientCertificate {
      requireNonNull(keys, "keys");
      requireNonNull(password, "password");
    }

    @Override
    public String toString() {
      return "ClientCertificate";
    }
  }

  /**
   * How connections without a call are kept.
   *
   * @param most how many at most
   * @param keepAlive how long
   */
  public record IdleConnections(int most, Duration keepAlive) {
    /** Creates bounds. */
    public IdleConnections {
      if (most < 0) {
        throw new IllegalArgumentException("most must be 0 or more, not " + most);
      }
      if (keepAlive.isNegative() || keepAlive.isZero()) {
        throw new IllegalArgumentException("keepAlive must be positive, not " + keepAlive);
      }
    }
  }

  /** Collects options. Not thread-safe. */
  public static final class Builder {
    private @Nullable OkHttpClient client;
    private @Nullable Proxy proxy;
    private @Nullable String proxyUser;
    private @Nullable Secret proxyPassword;
    private @Nullable KeyStore trusted;
    private @Nullable ClientCertificate certificate;
    private boolean http1Only;
    private @Nullable IdleConnections idleConnections;
    private WireHeaders headers = WireHeaders.none();
    private final Map<String, String> query = new LinkedHashMap<>();

    private Builder() {}

    /**
     * Starts from an OkHttp client of the application: its connection pool, proxy, DNS, TLS
     * settings, interceptors and listeners are used, and the other options here replace what it
     * has. It stays open when the chat client closes.
     *
     * <p>Not taken over is what could send a prompt twice or elsewhere, or end a call at the wrong
     * time: redirects, silent retries, authenticators of servers, cookies, cache, and timeouts. An
     * interceptor of its own that sends a request a second time gets an {@code IOException}. Where
     * it has no socket factory of its own it gets one whose sockets send at once and end a read
     * when the thread is interrupted.
     */
    public Builder client(OkHttpClient client) {
      this.client = requireNonNull(client, "client");
      return this;
    }

    /**
     * Sets the proxy, {@link Proxy#NO_PROXY} for none. Default: the system's.
     *
     * <p>Through a SOCKS proxy timers and cancelling end a call as they do elsewhere, but an
     * interrupt of a platform thread that reads is noticed only when something comes, as the JDK
     * makes the socket.
     */
    public Builder proxy(Proxy proxy) {
      this.proxy = requireNonNull(proxy, "proxy");
      return this;
    }

    /**
     * Sets who uses an HTTP proxy. They go to the proxy only, by the Basic scheme, without being
     * asked for.
     *
     * @throws IllegalArgumentException if the user is blank or holds a colon or character beyond
     *     ASCII, or the password holds one; the message holds neither
     */
    public Builder proxyCredentials(String user, Secret password) {
      requireNonNull(user, "user");
      requireNonNull(password, "password");
      if (user.isBlank() || user.indexOf(':') >= 0 || !plain(user) || !plain(password.reveal())) {
        throw new IllegalArgumentException(
            "The proxy's user must not be blank or hold a colon, and neither user nor password a"
                + " control or non-ASCII character");
      }
      this.proxyUser = user;
      this.proxyPassword = password;
      return this;
    }

    /**
     * Sets the certificates that servers' are traced to, in place of the system's. A key store that
     * cannot be used is refused with an {@link IllegalArgumentException} when the chat client is
     * built.
     */
    public Builder trusted(KeyStore certificates) {
      this.trusted = requireNonNull(certificates, "certificates");
      return this;
    }

    /**
     * Sets what the client proves itself to servers with. A key store that cannot be used, or whose
     * key the password does not open, is refused with an {@link IllegalArgumentException} when the
     * chat client is built.
     */
    public Builder clientCertificate(KeyStore keys, Secret password) {
      this.certificate = new ClientCertificate(keys, password);
      return this;
    }

    /** Never speaks HTTP/2. Default: servers that know it are spoken to by it, over TLS. */
    public Builder http1Only() {
      this.http1Only = true;
      return this;
    }

    /**
     * Sets how many connections without a call are kept for later, and how long. Default: 5 for 5
     * minutes, or what {@link #client} has.
     *
     * @throws IllegalArgumentException if the number is negative or the time not positive
     */
    public Builder idleConnections(int most, Duration keepAlive) {
      this.idleConnections = new IdleConnections(most, keepAlive);
      return this;
    }

    /**
     * Adds a header to every request.
     *
     * @throws IllegalArgumentException if the name or value cannot stand in a header; the message
     *     does not hold the value
     */
    public Builder header(String name, String value) {
      this.headers = headers.with(name, value);
      return this;
    }

    /**
     * Adds a query parameter to every request. Its value is encoded; it is never shown.
     *
     * @throws IllegalArgumentException if the name is blank
     */
    public Builder query(String name, String value) {
      if (requireNonNull(name, "name").isBlank()) {
        throw new IllegalArgumentException("The name of a query parameter is blank");
      }
      query.put(name, requireNonNull(value, "value"));
      return this;
    }

    /** Builds the options. */
    public HttpOptions build() {
      return new HttpOptions(this);
    }

    private static boolean plain(String text) {
      return text.chars().allMatch(c -> c >= ' ' && c < 127);
    }
  }
}
