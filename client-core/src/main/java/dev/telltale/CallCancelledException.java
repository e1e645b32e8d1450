package dev.telltale;

import dev.telltale.provider.ErrorDetails;

/** The call was cancelled, its thread was interrupted, or its client was closed. */
public final class CallCancelledException extends LlmException {
  private static final long serialVersionUID = 1L;

  CallCancelledException(ErrorDetails details) {
    super(details);
  }
}
