package dev.telltale.observability.promptlog;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Stands for texts that are not kept. Equal texts have equal digests for as long as a log runs;
 * with the key, which is never written, goes the way to find a short text by trying. Thread-safe.
 */
final class TextDigest {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int KEY_BYTES = 32;

  private final SecretKeySpec key;

  private TextDigest(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /** A digest with a key that nobody knows. */
  static TextDigest random() {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return new TextDigest(key);
  }

  /** The HMAC-SHA256 of a text in UTF-8, in hex. */
  String of(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("This Java has no HMAC-SHA256", impossible);
    }
  }
}
