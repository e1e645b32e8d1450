package dev.telltale;

import dev.telltale.provider.ErrorDetails;

/** The provider refused the API key or token. Sending the same request again does not help. */
public final class AuthenticationException extends ProviderException {
  private static final long serialVersionUID = 1L;

  AuthenticationException(ErrorDetails details) {
    super(details);
  }
}
