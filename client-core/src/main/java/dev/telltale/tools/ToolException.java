package dev.telltale.tools;

import static java.util.Objects.requireNonNull;

/**
 * A tool cannot do what the model asks. The message is for the model, which may try something else:
 * it leaves this process, so it holds nothing the model may not know.
 */
public final class ToolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with words for the model. */
  public ToolException(String message) {
    super(requireNonNull(message, "message"));
  }
}
