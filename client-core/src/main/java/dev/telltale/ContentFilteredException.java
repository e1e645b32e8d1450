package dev.telltale;

import dev.telltale.provider.ErrorDetails;

/** The provider's content filter refused the prompt before the model answered. */
public final class ContentFilteredException extends ProviderException {
  private static final long serialVersionUID = 1L;

  ContentFilteredException(ErrorDetails details) {
    super(details);
  }
}
