package dev.telltale;

import dev.telltale.provider.ErrorDetails;

/** The provider's rate limit or the account's quota was reached; {@link #kind()} says which. */
public final class RateLimitException extends ProviderException {
  private static final long serialVersionUID = 1L;

  RateLimitException(ErrorDetails details) {
    super(details);
  }
}
