package dev.telltale.observability.promptlog.store;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Wraps with one AES key: a random nonce of 12 bytes, then AES-256-GCM bound to the key's id. */
final class AesKeys implements KeyProvider {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKey key;
  private final String keyId;

  AesKeys(byte[] key) {
    this(key, "aes-" + fingerprint(key));
  }

  AesKeys(byte[] key, String keyId) {
    this.key = new SecretKeySpec(key, "AES");
    this.keyId = keyId;
  }

  @Override
  public String keyId() {
    return keyId;
  }

  @Override
  public byte[] wrap(byte[] dataKey) throws GeneralSecurityException {
    byte[] nonce = DataKeys.random(NONCE_BYTES);
    byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(dataKey);
    byte[] wrapped = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
    System.arraycopy(sealed, 0, wrapped, NONCE_BYTES, sealed.length);
    return wrapped;
  }

  @Override
  public byte[] unwrap(String keyId, byte[] wrapped) throws GeneralSecurityException {
    if (!keyId.equals(this.keyId)) {
      throw new GeneralSecurityException("The segment was written with another key.");
    }
    if (wrapped.length <= NONCE_BYTES) {
      throw new GeneralSecurityException("The wrapped key is too short.");
    }
    return cipher(Cipher.DECRYPT_MODE, wrapped)
        .doFinal(wrapped, NONCE_BYTES, wrapped.length - NONCE_BYTES);
  }

  @Override
  public String toString() {
    return "AesKeys[" + keyId + "]";
  }

  private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce, 0, NONCE_BYTES));
    cipher.updateAAD(("telltale data key\0" + keyId).getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private static String fingerprint(byte[] key) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update("telltale key id\0".getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha256.digest(key), 0, 8);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("This Java has no SHA-256", impossible);
    }
  }
}
