package dev.telltale.observability.promptlog.store;

import java.security.SecureRandom;

/** Fresh random keys and numbers. */
final class DataKeys {
  static final int BYTES = 32;

  private DataKeys() {}

  static byte[] random() {
    return random(BYTES);
  }

  /** A generator per use: it is needed once per segment, and none is shared that way. */
  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }
}
