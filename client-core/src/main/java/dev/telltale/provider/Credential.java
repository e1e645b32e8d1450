package dev.telltale.provider;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * How a request proves who sends it: one header, put on each attempt by the engine.
 *
 * <p>Immutable and thread-safe. {@link #toString()} shows the header's name only.
 */
public final class Credential {
  private static final Credential NONE = new Credential("none", "", null);

  private final String header;
  private final String scheme;
  private final @Nullable Secret secret;

  private Credential(String header, String scheme, @Nullable Secret secret) {
    this.header = header;
    this.scheme = scheme;
    this.secret = secret;
  }

  /** No credential, as local servers accept. */
  public static Credential none() {
    return NONE;
  }

  /** The header {@code Authorization: Bearer} with this key. */
  public static Credential bearer(Secret secret) {
    return new Credential("Authorization", "Bearer ", requireNonNull(secret, "secret"));
  }

  /** Adds the header to these; returns them unchanged if there is no credential. */
  public WireHeaders addTo(WireHeaders headers) {
    return secret == null ? headers : headers.with(header, scheme + secret.reveal());
  }

  @Override
  public String toString() {
    return "Credential[" + header + "]";
  }
}
