package dev.telltale.observability;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/** Checks the URL of an OTLP server. No message repeats it, as it may hold a credential. */
final class OtlpEndpoint {
  private static final List<String> SIGNAL_PATHS = List.of("/v1/traces", "/v1/metrics", "/v1/logs");

  private static final int HIGHEST_PORT = 65_535;

  private OtlpEndpoint() {}

  /**
   * Returns the URL if it is the base URL of a server.
   *
   * @throws IllegalArgumentException if it is not
   */
  static String check(String endpoint) {
    String path = checkServer(endpoint).getRawPath();
    if (SIGNAL_PATHS.stream().anyMatch(path::endsWith)) {
      throw new IllegalArgumentException(
          "The OTLP endpoint is the base URL: leave out /v1/traces, which is added by itself.");
    }
    return endpoint;
  }

  /**
   * Checks the URL of a server, whatever its path.
   *
   * @throws IllegalArgumentException if it is none, or holds a credential
   */
  static URI checkServer(String endpoint) {
    URI url = url(endpoint);
    String scheme = url.getScheme();
    if (scheme == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw new IllegalArgumentException(
          "The OTLP endpoint must begin with http:// or https://, such as http://localhost:4318.");
    }
    if (url.getHost() == null) {
      throw new IllegalArgumentException("The OTLP endpoint names no host.");
    }
    if (url.getPort() == 0 || url.getPort() > HIGHEST_PORT) {
      throw new IllegalArgumentException("The OTLP endpoint's port must be from 1 to 65535.");
    }
    if (url.getRawQuery() != null || url.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "The OTLP endpoint must end with its path; a key belongs into otlpHeader(..) or"
              + " OTEL_EXPORTER_OTLP_HEADERS.");
    }
    return url;
  }

  /**
   * Checks a URL for a user or password.
   *
   * @throws IllegalArgumentException if it holds one
   */
  private static void refuseCredentials(String endpoint) {
    int start = endpoint.indexOf("://");
    String rest = start < 0 ? endpoint : endpoint.substring(start + 3);
    int end = rest.indexOf('/');
    // Not by URI, which finds no user in an authority it cannot parse.
    if ((end < 0 ? rest : rest.substring(0, end)).indexOf('@') >= 0) {
      throw new IllegalArgumentException(
          "The OTLP endpoint must not hold credentials, as URLs are logged: set them with"
              + " otlpHeader(..) or OTEL_EXPORTER_OTLP_HEADERS.");
    }
  }

  private static URI url(String endpoint) {
    refuseCredentials(endpoint);
    try {
      return new URI(endpoint);
    } catch (URISyntaxException e) {
      // Without the cause, whose message repeats the URL.
      throw new IllegalArgumentException(
          "The OTLP endpoint is not a URL such as http://localhost:4318.");
    }
  }
}
