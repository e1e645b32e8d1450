package dev.telltale.observability.promptlog.store;

import java.io.IOException;

/** A segment, or a frame of one, is not what was written. */
final class DamagedSegmentException extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedSegmentException(String message) {
    super(message);
  }
}
