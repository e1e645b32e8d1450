package dev.telltale.observability.promptlog.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
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
  void programsThatStartAtOnceMakeOneKey() throws Exception {
    ExecutorService programs = Executors.newFixedThreadPool(16);
    for (int round = 0; round < 40; round++) {
      Path file = directory.resolve("key" + round);
      CyclicBarrier start = new CyclicBarrier(16);
      List<Callable<String>> starts =
          Collections.nCopies(
              16,
              () -> {
                start.await();
                return Keys.fileOrNew(file).keyId();
              });
      Set<String> ids = new HashSet<>();
      for (Future<String> id : programs.invokeAll(starts)) {
        ids.add(id.get());
      }

      assertThat(ids).hasSize(1);
    }
    programs.shutdown();
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).hasSize(40);
    }
  }

  @Test
  void fileOfAnotherKindIsRefusedWithAReason() throws IOException {
    Path file = directory.resolve("key");
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    for (byte[] content :
        List.of(new byte[0], "k\u00e9y".getBytes(StandardCharsets.UTF_16), new byte[32])) {
      Files.write(file, content);

      assertThatThrownBy(() -> Keys.file(file)).hasMessageContaining("32 random bytes");
    }
    Files.write(file, new byte[70_000]);
    assertThatThrownBy(() -> Keys.file(file)).hasMessageContaining("too long");
  }

  @Test
  void otherPassphraseIsAnotherKeyAndNoDamage() throws IOException {
    Path log = directory.resolve("log");
    try (EncryptedSegmentStore store =
        EncryptedSegmentStore.builder(log, Keys.passphrase("correct horse battery".toCharArray()))
            .open()) {
      Entries.write(store, 0, 2);
    }

    assertThat(
            PromptStore.open(log, Keys.passphrase("wrong horse battery".toCharArray()))
                .verify(Progress.NONE))
        .extracting(SegmentReport::state)
        .containsExactly(SegmentReport.State.KEY_MISSING);
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
