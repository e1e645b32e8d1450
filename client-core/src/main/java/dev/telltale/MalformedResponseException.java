package dev.telltale;

import dev.telltale.provider.ErrorDetails;

/** The server answered, but not in the form the protocol describes, or beyond a size bound. */
public final class MalformedResponseException extends LlmException {
  private static final long serialVersionUID = 1L;

  MalformedResponseException(ErrorDetails details) {
    super(details);
  }
}
