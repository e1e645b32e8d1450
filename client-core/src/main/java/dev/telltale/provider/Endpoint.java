package dev.telltale.provider;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * A validated base URL, to which path segments and query parameters are added so that nothing in
 * them can change the rest of the URL.
 *
 * <p>Plain {@code http} is accepted for loopback addresses only, unless insecure transport was
 * allowed: keys and prompts would travel in clear. User information, a query and a fragment are
 * refused, as keys tend to hide there.
 *
 * <p>Immutable and thread-safe. {@link #toString()} shows scheme, host, port and path, never query
 * values.
 */
public final class Endpoint {
  private static final Pattern LOOPBACK_V4 = Pattern.compile("127(\\.[0-9]{1,3}){3}");

  private final HttpUrl url;

  private Endpoint(HttpUrl url) {
    this.url = url;
  }

  /**
   * Parses a base URL such as {@code https://api.openai.com/v1}.
   *
   * @throws IllegalArgumentException if it is not a usable base URL; the message says what to do
   *     and holds neither user information nor a query
   */
  public static Endpoint parse(String baseUrl, Insecure insecure) {
    requireNonNull(baseUrl, "baseUrl");
    HttpUrl url = HttpUrl.parse(baseUrl.strip());
    if (url == null) {
      throw new IllegalArgumentException(
          "The base URL is not a valid http or https URL, such as https://api.openai.com/v1");
    }
    if (!url.encodedUsername().isEmpty() || !url.encodedPassword().isEmpty()) {
      throw new IllegalArgumentException(
          "The base URL holds a user name or password; leave them out and set an API key");
    }
    if (url.encodedQuery() != null || url.encodedFragment() != null) {
      throw new IllegalArgumentException(
          "The base URL holds a query or fragment; give the part before it");
    }
    if (!url.isHttps() && insecure == Insecure.REFUSED && !loopback(url.host())) {
      throw new IllegalArgumentException(
          "The base URL uses plain http to the remote host "
              + url.host()
              + ", which would send the key and prompts in clear. Use https, or allowInsecure()");
    }
    return new Endpoint(url);
  }

  /**
   * Returns this endpoint with path segments added, each encoded as one segment.
   *
   * @throws IllegalArgumentException if a segment is blank, {@code .} or {@code ..}
   */
  public Endpoint path(List<String> segments) {
    HttpUrl.Builder builder = url.newBuilder();
    if (url.pathSegments().get(url.pathSize() - 1).isEmpty()) {
      builder.removePathSegment(url.pathSize() - 1);
    }
    for (String segment : segments) {
      builder.addEncodedPathSegment(encode(segment));
    }
    return new Endpoint(builder.build());
  }

  /** Returns this endpoint with a query parameter, in place of those of that name. */
  public Endpoint query(String name, String value) {
    return new Endpoint(url.newBuilder().setQueryParameter(name, value).build());
  }

  /** The host name or address, without brackets. */
  public String host() {
    return url.host();
  }

  /** The port, also where the URL leaves it to the scheme. */
  public int port() {
    return url.port();
  }

  /** The whole URL as it is sent. It may hold query values: do not log it. */
  public String url() {
    return url.toString();
  }

  @Override
  public String toString() {
    return url.newBuilder().query(null).build().toString();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Endpoint that && url.equals(that.url);
  }

  @Override
  public int hashCode() {
    return url.hashCode();
  }

  private static boolean loopback(String host) {
    return host.equals("localhost") || host.equals("::1") || LOOPBACK_V4.matcher(host).matches();
  }

  /**
   * Percent-encodes all but unreserved characters. A segment of one or two dots has no encoded
   * form: a URL parser takes {@code %2e%2e} for a step up.
   */
  private static String encode(String segment) {
    if (segment.isBlank() || segment.equals(".") || segment.equals("..")) {
      throw new IllegalArgumentException("A path segment is blank or consists of one or two dots");
    }
    StringBuilder encoded = new StringBuilder();
    for (byte octet : segment.getBytes(StandardCharsets.UTF_8)) {
      if (unreserved(octet)) {
        encoded.append((char) octet);
      } else {
        encoded.append('%').append(String.format(Locale.ROOT, "%02X", octet & 0xff));
      }
    }
    return encoded.toString();
  }

  private static boolean unreserved(byte octet) {
    return (octet >= 'a' && octet <= 'z')
        || (octet >= 'A' && octet <= 'Z')
        || (octet >= '0' && octet <= '9')
        || "-._~".indexOf(octet) >= 0;
  }

  /** Whether plain {@code http} to a remote host is accepted. */
  public enum Insecure {
    /** Plain {@code http} is for loopback addresses only. */
    REFUSED,
    /** Plain {@code http} is accepted for every host. */
    ALLOWED
  }
}
