package dev.telltale.observability.promptlog.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class KeysTest {
  private static final byte[] DATA_KEY = Entries.key(7);

  @TempDir private Path directory;

  @Test
  void fileIsMadeOnceForItsOwnerOnly() throws Exception {
    Path file = directory.resolve("key");
    byte[] wrapped = Keys.fileOrNew(file).wrap(DATA_KEY);

    KeyProvider again = Keys.fileOrNew(file);

    assertThat(again.unwrap(again.keyId(), wrapped)).isEqualTo(DATA_KEY);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void fileThatOthersMayReadIsRefused() throws IOException {
    Path file = directory.resolve("key");
    Keys.fileOrNew(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    assertThatThrownBy(() -> Keys.file(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("chmod go=");
  }

  @Test
  void uselessKeyIsRefusedUnshown() {
    String tooShort = Base64.getEncoder().encodeToString(new byte[31]);

    assertThatThrownBy(() -> Keys.environment(tooShort))
        .hasMessageContaining("32 random bytes")
        .hasMessageNotContaining(tooShort);
    assertThatThrownBy(() -> Keys.environment("not base64!")).hasNoCause();
    assertThatThrownBy(() -> Keys.environment(null))
        .hasMessageContaining("TELLTALE_PROMPT_LOG_KEY");
    assertThatThrownBy(() -> Keys.passphrase("too short".toCharArray()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void passphraseReadsWhatAnotherProgramWrote() throws Exception {
    KeyProvider writer = Keys.passphrase("correct horse battery".toCharArray());
    byte[] wrapped = writer.wrap(DATA_KEY);

    byte[] read =
        Keys.passphrase("correct horse battery".toCharArray()).unwrap(writer.keyId(), wrapped);

    assertThat(read).isEqualTo(DATA_KEY);
    assertThatThrownBy(
            () ->
                Keys.passphrase("wrong horse battery".toCharArray())
                    .unwrap(writer.keyId(), wrapped))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void publicKeyWritesOnlyAndPrivateKeyReads() throws Exception {
    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(2048);
    KeyPair pair = rsa.generateKeyPair();
    KeyProvider writer = Keys.publicKey(pem("PUBLIC", pair.getPublic().getEncoded()));
    KeyProvider reader = Keys.privateKey(pem("PRIVATE", pair.getPrivate().getEncoded()));

    byte[] wrapped = writer.wrap(DATA_KEY);

    assertThat(reader.unwrap(writer.keyId(), wrapped)).isEqualTo(DATA_KEY);
    assertThatThrownBy(() -> writer.unwrap(writer.keyId(), wrapped))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void ringWritesWithTheFirstAndReadsAll() throws Exception {
    KeyProvider old = new AesKeys(Entries.key(1));
    KeyProvider current = new AesKeys(Entries.key(2));
    KeyProvider ring = Keys.rotating(current, old);

    assertThat(ring.keyId()).isEqualTo(current.keyId());
    assertThat(ring.unwrap(old.keyId(), old.wrap(DATA_KEY))).isEqualTo(DATA_KEY);
    assertThat(current.unwrap(ring.keyId(), ring.wrap(DATA_KEY))).isEqualTo(DATA_KEY);
  }

  private Path pem(String kind, byte[] key) throws IOException {
    Path file = directory.resolve(kind + ".pem");
    String body = Base64.getMimeEncoder().encodeToString(key);
    Files.writeString(
        file, "-----BEGIN " + kind + " KEY-----\n" + body + "\n-----END " + kind + " KEY-----\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }
}
