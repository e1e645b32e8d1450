package dev.telltale.observability.promptlog.store;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.jspecify.annotations.Nullable;

/** Wraps with the public half of an RSA key, OAEP with SHA-256 throughout. */
final class RsaKeys implements KeyProvider {
  private static final int MIN_BITS = 2048;
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN (\\w+) KEY-----([A-Za-z0-9+/=\\s]+)-----END \\1 KEY-----");

  private static final OAEPParameterSpec SHA_256 =
      new OAEPParameterSpec(
          "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

  private final PublicKey publicKey;
  private final @Nullable PrivateKey privateKey;
  private final String keyId;

  private RsaKeys(PublicKey publicKey, @Nullable PrivateKey privateKey)
      throws GeneralSecurityException {
    this.publicKey = publicKey;
    this.privateKey = privateKey;
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(publicKey.getEncoded());
    this.keyId = "rsa-" + HexFormat.of().formatHex(digest, 0, 8);
  }

  static RsaKeys ofPublic(String pem) throws GeneralSecurityException {
    PublicKey key =
        KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(body(pem, "PUBLIC")));
    if (!(key instanceof RSAPublicKey rsa) || rsa.getModulus().bitLength() < MIN_BITS) {
      throw new GeneralSecurityException("The key must be RSA of at least 2048 bits.");
    }
    return new RsaKeys(key, null);
  }

  static RsaKeys ofPrivate(String pem) throws GeneralSecurityException {
    KeyFactory rsa = KeyFactory.getInstance("RSA");
    PrivateKey key = rsa.generatePrivate(new PKCS8EncodedKeySpec(body(pem, "PRIVATE")));
    if (!(key instanceof RSAPrivateCrtKey pair)) {
      throw new GeneralSecurityException("The private key does not hold its public half.");
    }
    RSAPublicKeySpec half = new RSAPublicKeySpec(pair.getModulus(), pair.getPublicExponent());
    return new RsaKeys(rsa.generatePublic(half), key);
  }

  @Override
  public String keyId() {
    return keyId;
  }

  @Override
  public byte[] wrap(byte[] dataKey) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    cipher.init(Cipher.ENCRYPT_MODE, publicKey, SHA_256);
    return cipher.doFinal(dataKey);
  }

  @Override
  public byte[] unwrap(String keyId, byte[] wrapped) throws GeneralSecurityException {
    if (privateKey == null) {
      throw new GeneralSecurityException(
          "A public key only writes; reading needs the private one.");
    }
    if (!keyId.equals(this.keyId)) {
      throw new GeneralSecurityException("The segment was written with another key.");
    }
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    cipher.init(Cipher.DECRYPT_MODE, privateKey, SHA_256);
    return cipher.doFinal(wrapped);
  }

  @Override
  public String toString() {
    return "RsaKeys[" + keyId + "]";
  }

  private static byte[] body(String pem, String kind) throws GeneralSecurityException {
    Matcher matcher = PEM.matcher(pem);
    if (matcher.find() && kind.equals(matcher.group(1))) {
      try {
        return Base64.getMimeDecoder().decode(matcher.group(2));
      } catch (IllegalArgumentException notBase64) {
        // Not as cause: its message quotes the key.
      }
    }
    throw new GeneralSecurityException("The file must hold -----BEGIN " + kind + " KEY-----.");
  }
}
