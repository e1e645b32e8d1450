package dev.telltale.observability.promptlog.store;

import java.security.GeneralSecurityException;
import java.util.List;

/** Writes with one key, reads with several. */
final class KeyRing implements KeyProvider {
  private final KeyProvider current;
  private final List<KeyProvider> all;

  KeyRing(KeyProvider current, List<KeyProvider> all) {
    this.current = current;
    this.all = all;
  }

  @Override
  public String keyId() {
    return current.keyId();
  }

  @Override
  public byte[] wrap(byte[] dataKey) throws GeneralSecurityException {
    return current.wrap(dataKey);
  }

  @Override
  public byte[] unwrap(String keyId, byte[] wrapped) throws GeneralSecurityException {
    GeneralSecurityException refused = null;
    for (KeyProvider keys : all) {
      try {
        return keys.unwrap(keyId, wrapped);
      } catch (GeneralSecurityException notThisOne) {
        if (refused == null || keys.keyId().equals(keyId)) {
          refused = notThisOne;
        }
      }
    }
    throw refused == null ? new GeneralSecurityException("There is no key.") : refused;
  }

  @Override
  public String toString() {
    return "KeyRing[" + current + ", " + all.size() + " keys]";
  }
}
