package dev.telltale.observability.promptlog.store;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.BadPaddingException;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** A key per salt, derived from a passphrase; the salt is the key's id. */
final class PassphraseKeys implements KeyProvider {
  private static final int ROUNDS = 600_000;
  private static final int MIN_CHARS = 12;
  private static final int SALT_BYTES = 16;
  private static final String PREFIX = "pbkdf2-";

  private final char[] passphrase;
  private final String ownId = PREFIX + HexFormat.of().formatHex(DataKeys.random(SALT_BYTES));
  private final Map<String, AesKeys> derived = new ConcurrentHashMap<>();

  private PassphraseKeys(char[] passphrase) {
    this.passphrase = passphrase;
  }

  static PassphraseKeys of(char[] passphrase) {
    if (passphrase.length < MIN_CHARS) {
      throw new IllegalArgumentException("A passphrase needs at least 12 characters.");
    }
    return new PassphraseKeys(passphrase.clone());
  }

  @Override
  public String keyId() {
    return ownId;
  }

  @Override
  public byte[] wrap(byte[] dataKey) throws GeneralSecurityException {
    return key(ownId).wrap(dataKey);
  }

  @Override
  public byte[] unwrap(String keyId, byte[] wrapped) throws GeneralSecurityException {
    if (!keyId.matches(PREFIX + "[0-9a-f]{32}")) {
      throw new GeneralSecurityException("The segment was not written with a passphrase.");
    }
    try {
      return key(keyId).unwrap(keyId, wrapped);
    } catch (BadPaddingException notOpened) {
      // The id holds no trace of the passphrase, so that this is most likely another one.
      throw new GeneralSecurityException("The segment was written with another passphrase.");
    }
  }

  @Override
  public String toString() {
    return "PassphraseKeys[***]";
  }

  private AesKeys key(String id) throws GeneralSecurityException {
    AesKeys known = derived.get(id);
    if (known != null) {
      return known;
    }
    byte[] salt = HexFormat.of().parseHex(id.substring(PREFIX.length()));
    PBEKeySpec spec = new PBEKeySpec(passphrase, salt, ROUNDS, DataKeys.BYTES * 8);
    byte[] key =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    spec.clearPassword();
    AesKeys made = new AesKeys(key, id);
    Arrays.fill(key, (byte) 0);
    derived.put(id, made);
    return made;
  }
}
