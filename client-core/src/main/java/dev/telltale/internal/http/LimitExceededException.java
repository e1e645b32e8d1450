package dev.telltale.internal.http;

import java.io.IOException;

/** A body that is larger than the client's bound. */
final class LimitExceededException extends IOException {
  private static final long serialVersionUID = 1L;

  LimitExceededException(long limitBytes) {
    super("The body is larger than " + limitBytes + " bytes");
  }
}
