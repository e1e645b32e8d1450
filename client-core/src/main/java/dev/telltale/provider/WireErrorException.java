package dev.telltale.provider;

import static java.util.Objects.requireNonNull;

import java.io.IOException;

/**
 * A body that is an error although the HTTP status said success. An adapter throws it to the
 * engine, which turns it into an {@link dev.telltale.LlmException}.
 */
public final class WireErrorException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient ErrorDetails details;

  /** Creates the exception with what the body said. */
  public WireErrorException(ErrorDetails details) {
    super(requireNonNull(details, "details").kind().explanation());
    this.details = details;
  }

  /** What the body said. */
  public ErrorDetails details() {
    return details;
  }
}
