package dev.telltale.observability;

/**
 * The metrics as Prometheus fetches them, for a server of the application's own.
 *
 * <pre>{@code
 * server.createContext("/metrics", exchange -> {
 *   PrometheusScrape scrape = observability.scrape(exchange.getRequestHeaders().getFirst("Accept"));
 *   exchange.getResponseHeaders().set("Content-Type", scrape.contentType());
 *   exchange.sendResponseHeaders(200, scrape.body().length);
 *   exchange.getResponseBody().write(scrape.body());
 *   exchange.close();
 * });
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 */
public final class PrometheusScrape {
  private final String contentType;
  private final byte[] body;

  PrometheusScrape(String contentType, byte[] body) {
    this.contentType = contentType;
    this.body = body.clone();
  }

  /** The value of the header {@code Content-Type}. */
  public String contentType() {
    return contentType;
  }

  /** The body; a copy. */
  public byte[] body() {
    return body.clone();
  }
}
