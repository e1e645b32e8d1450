package dev.telltale.provider;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a request proves who sends it: headers that the engine puts on each attempt.
 *
 * <p>Immutable and thread-safe, as far as a given supplier is. {@link #toString()} shows the names
 * of the headers only.
 */
public final class Credential {
  private static final Credential NONE = new Credential("", "", null, null, null);

  private final String header;
  private final String scheme;
  private final @Nullable Secret secret;
  private final @Nullable Supplier<String> tokens;
  private final @Nullable Credential first;

  private Credential(
      String header,
      String scheme,
      @Nullable Secret secret,
      @Nullable Supplier<String> tokens,
      @Nullable Credential first) {
    this.header = header;
    this.scheme = scheme;
    this.secret = secret;
    this.tokens = tokens;
    this.first = first;
  }

  /** No credential, as local servers accept. */
  public static Credential none() {
    return NONE;
  }

  /** The header {@code Authorization: Bearer} with this key. */
  public static Credential bearer(Secret secret) {
    return new Credential("Authorization", "Bearer ", requireNonNull(secret, "secret"), null, null);
  }

  /**
   * The header {@code Authorization: Bearer} with a token that expires.
   *
   * @param tokens asked once per attempt, on the thread that makes the call, so it keeps what it
   *     has fetched; thread-safe. If it is a {@link TokenSource}, it learns of refused tokens.
   */
  public static Credential bearer(Supplier<String> tokens) {
    return new Credential("Authorization", "Bearer ", null, requireNonNull(tokens, "tokens"), null);
  }

  /**
   * A header of this name with this key.
   *
   * @throws IllegalArgumentException if the name is no header's
   */
  public static Credential header(String name, Secret secret) {
    WireHeaders.none().with(name, "");
    return new Credential(name, "", requireNonNull(secret, "secret"), null, null);
  }

  /** Returns this credential and one more, as gateways need. */
  public Credential and(Credential other) {
    if (this == NONE) {
      return other;
    }
    Credential before = other.first == null ? this : and(other.first);
    return new Credential(other.header, other.scheme, other.secret, other.tokens, before);
  }

  /** Whether a token that was refused may be followed by another one. */
  public boolean renewable() {
    return tokens != null || (first != null && first.renewable());
  }

  /**
   * Adds the headers to these; returns them unchanged if there is no credential.
   *
   * @throws IllegalArgumentException if the supplier of tokens brings none, or one that cannot
   *     stand in a header; the message does not hold it
   */
  public WireHeaders addTo(WireHeaders headers) {
    WireHeaders added = first == null ? headers : first.addTo(headers);
    if (tokens != null) {
      return added.with(header, scheme + token(tokens.get()).reveal());
    }
    return secret == null ? added : added.with(header, scheme + secret.reveal());
  }

  /** Tells the source of tokens that the server refused a request with these headers. */
  public void refused(WireHeaders sent) {
    if (first != null) {
      first.refused(sent);
    }
    if (tokens instanceof TokenSource source) {
      String value = sent.first(header);
      if (value != null && value.startsWith(scheme)) {
        source.refused(value.substring(scheme.length()));
      }
    }
  }

  private static Secret token(@Nullable String token) {
    if (token == null) {
      throw new IllegalArgumentException("The supplier of tokens brought null");
    }
    return Secret.of(token);
  }

  @Override
  public String toString() {
    return "Credential[" + (first == null ? "" : first + ", ") + header + "]";
  }
}
