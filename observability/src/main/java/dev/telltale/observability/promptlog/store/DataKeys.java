package dev.telltale.observability.promptlog.store;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;

/** Fresh random keys and numbers. */
final class DataKeys {
  static final int BYTES = 32;

  private DataKeys() {}

  static byte[] random() {
    return random(BYTES);
  }

  /** A vault's client may throw anything; then its key cannot be had. */
  static byte[] wrapped(KeyProvider keys, byte[] dataKey) throws GeneralSecurityException {
    try {
      return keys.wrap(dataKey);
    } catch (RuntimeException failed) {
      throw new GeneralSecurityException("The key provider failed.", failed);
    }
  }

  static byte[] unwrapped(KeyProvider keys, SegmentHeader header) throws GeneralSecurityException {
    try {
      return keys.unwrap(header.keyId, header.wrappedKey);
    } catch (RuntimeException failed) {
      throw new GeneralSecurityException("The key provider failed.", failed);
    }
  }

  /** A generator per use: it is needed once per segment, and none is shared that way. */
  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }
}
