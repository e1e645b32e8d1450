package dev.telltale;

import dev.telltale.provider.ErrorDetails;

/** A {@link Budget} has no room for the call, which was not sent. */
public final class BudgetExceededException extends LlmException {
  private static final long serialVersionUID = 1L;

  BudgetExceededException(ErrorDetails details) {
    super(details);
  }
}
