package dev.telltale.observability;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Checks the connection string of an Application Insights resource. No message repeats a value: the
 * instrumentation key lets anyone send, and an endpoint may hold a password.
 */
final class AzureConnection {
  private static final int HIGHEST_PORT = 65_535;

  private AzureConnection() {}

  /**
   * Returns the connection string if it is one.
   *
   * @throws IllegalArgumentException if it is not
   */
  static String check(String connectionString) {
    if (!connectionString.toLowerCase(Locale.ROOT).contains("instrumentationkey=")) {
      throw new IllegalArgumentException(
          "An Application Insights connection string begins with InstrumentationKey=; copy it from"
              + " the resource's overview page.");
    }
    for (String part : connectionString.split(";", -1)) {
      int equals = part.indexOf('=');
      if (equals >= 0) {
        check(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
      }
    }
    return connectionString;
  }

  private static void check(String name, String value) {
    String known = name.toLowerCase(Locale.ROOT);
    boolean sound =
        known.equals("endpointsuffix")
            ? isServer("https://dc." + value)
            : !known.endsWith("endpoint") || isServer(value);
    if (!sound) {
      throw new IllegalArgumentException(
          "An endpoint of the Application Insights connection string must be a URL such as"
              + " https://westeurope-5.in.applicationinsights.azure.com/, without a user, a password"
              + " or a query; copy it from the resource's overview page.");
    }
  }

  private static boolean isServer(String endpoint) {
    try {
      URI url = new URI(endpoint);
      return ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
          && url.getHost() != null
          && url.getPort() <= HIGHEST_PORT
          && url.getRawUserInfo() == null
          && url.getRawQuery() == null
          && url.getRawFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
