package dev.telltale.observability.promptlog.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an encrypted prompt log: from a file, the environment, a passphrase, or a key pair of
 * which the writing program has the public half only.
 *
 * <p>A key that lies beside the data protects against little more than a lost backup: keep it on
 * another volume, or in a secret store that fills the environment variable.
 */
public final class Keys {
  /** The variable of {@link #environment()}. */
  public static final String ENVIRONMENT_VARIABLE = "TELLTALE_PROMPT_LOG_KEY";

  private Keys() {}

  /**
   * The key in a file: 32 random bytes in Base64, as {@code openssl rand -base64 32} writes them.
   *
   * @throws IOException if it cannot be read, or others than its owner may read or write it
   * @throws IllegalArgumentException if it holds no such key
   */
  public static KeyProvider file(Path file) throws IOException {
    return new AesKeys(decoded(KeyFiles.read(file), "The key file " + file.getFileName()));
  }

  /**
   * The key in a file, which is made with a fresh key, for its owner only, if it is missing.
   *
   * @throws IOException if it cannot be read or made, or others than its owner may read or write it
   * @throws IllegalArgumentException if it holds no key
   */
  public static KeyProvider fileOrNew(Path file) throws IOException {
    KeyFiles.createIfMissing(file, Base64.getEncoder().encodeToString(DataKeys.random()));
    return file(file);
  }

  /**
   * The key in {@value #ENVIRONMENT_VARIABLE}, in the form of {@link #file}.
   *
   * @throws IllegalArgumentException if the variable is not set or holds no such key
   */
  public static KeyProvider environment() {
    return environment(System.getenv(ENVIRONMENT_VARIABLE));
  }

  static KeyProvider environment(@Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(
          "Set " + ENVIRONMENT_VARIABLE + " to 32 random bytes in Base64.");
    }
    return new AesKeys(decoded(value, "The variable " + ENVIRONMENT_VARIABLE));
  }

  /**
   * A key made of a passphrase, for development: whoever gets the files can try passphrases. PBKDF2
   * with 600 000 rounds, which take about a third of a second per program and segment read.
   *
   * @param passphrase is copied; the caller may clear it
   * @throws IllegalArgumentException if it is shorter than 12 characters
   */
  public static KeyProvider passphrase(char[] passphrase) {
    return PassphraseKeys.of(passphrase);
  }

  /**
   * The public half of a key pair: what is written cannot be read back by this program.
   *
   * @param pem an RSA key of at least 2048 bits, {@code BEGIN PUBLIC KEY}
   * @throws IOException if the file cannot be read
   * @throws GeneralSecurityException if it holds no such key
   */
  public static KeyProvider publicKey(Path pem) throws IOException, GeneralSecurityException {
    return RsaKeys.ofPublic(KeyFiles.readPublic(pem));
  }

  /**
   * The private half, for who reads.
   *
   * @param pem an RSA key in PKCS #8 without a password, {@code BEGIN PRIVATE KEY}
   * @throws IOException if the file cannot be read, or others than its owner may read it
   * @throws GeneralSecurityException if it holds no such key
   */
  public static KeyProvider privateKey(Path pem) throws IOException, GeneralSecurityException {
    return RsaKeys.ofPrivate(KeyFiles.read(pem));
  }

  /**
   * Several keys, for rotation: writes with the first, reads with whichever it was written with.
   *
   * @param older those that older segments may have been written with
   */
  public static KeyProvider rotating(KeyProvider current, KeyProvider... older) {
    return new KeyRing(
        requireNonNull(current, "current"),
        Stream.concat(Stream.of(current), List.of(older).stream()).toList());
  }

  private static byte[] decoded(String text, String place) {
    try {
      byte[] key = Base64.getDecoder().decode(text.strip());
      if (key.length == DataKeys.BYTES) {
        return key;
      }
    } catch (IllegalArgumentException notBase64) {
      // Not as cause: its message quotes a character of the key.
    }
    throw new IllegalArgumentException(
        place + " must hold 32 random bytes in Base64, such as openssl rand -base64 32 writes.");
  }
}
