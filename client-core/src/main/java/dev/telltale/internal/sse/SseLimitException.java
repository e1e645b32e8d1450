package dev.telltale.internal.sse;

import java.io.IOException;

/**
 * An event stream whose line, event or field was longer than the reader accepts.
 *
 * <p>Internal: public only for the stream packages beside it. The message names the limit and holds
 * nothing that was read.
 */
public final class SseLimitException extends IOException {
  private static final long serialVersionUID = 1L;

  private SseLimitException(String what, long limitBytes) {
    super("The server sent an event stream with " + what + " over " + limitBytes + " bytes.");
  }

  static void requireAtMost(long limitBytes, long bytes, String what) throws SseLimitException {
    if (bytes > limitBytes) {
      throw new SseLimitException(what, limitBytes);
    }
  }
}
