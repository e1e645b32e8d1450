package dev.telltale.observability.promptlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.telltale.observability.Observability;
import dev.telltale.observability.promptlog.store.KeyProvider;
import dev.telltale.observability.promptlog.store.Keys;
import dev.telltale.observability.promptlog.store.Progress;
import dev.telltale.observability.promptlog.store.PromptStore;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The code in {@code docs/prompt-log.md} is the code that is compiled here. */
@Timeout(10)
class PromptLogSnippetTest {
  private static final Path THIS =
      Path.of("src/test/java/dev/telltale/observability/promptlog", "PromptLogSnippetTest.java");

  @TempDir private Path parent;

  @Test
  void everySnippetOfTheDocumentIsHere() throws IOException {
    String document = Files.readString(Path.of("../docs/prompt-log.md"));
    List<String> snippets = new ArrayList<>();
    for (String part : document.split("```java\n", -1)) {
      snippets.add(flat(part.substring(0, Math.max(0, part.indexOf("```")))));
    }

    assertThat(snippets).hasSize(3);
    assertThat(snippets.subList(1, 3))
        .allSatisfy(
            snippet -> assertThat(flat(Files.readString(THIS))).isNotBlank().contains(snippet));
  }

  @Test
  void keysOfTheVaultOpenTheLog() throws IOException {
    KeyProvider keys = new VaultKeys("vault-key/1", new Vault());
    Path directory = parent.resolve("log");
    try (PromptRecorder recorder =
        PromptLog.encrypted(directory, keys).allFailures().start(OpenTelemetry.noop())) {
      recorder.ended(Calls.failure(1, "Hi"));
    }

    List<String> read = new ArrayList<>();
    PromptStore.open(directory, keys).read(entry -> read.add(entry.label()), Progress.NONE);

    assertThat(read).containsExactly("500");
  }

  /** It is compiled only: the directory and the key are those of a server. */
  static Observability shop() {
    PromptLog promptLog =
        PromptLog.encrypted(Path.of("/var/lib/shop/prompts"), Keys.environment())
            .allFailures()
            .sampleSuccesses(0.05);
    Observability observability = Observability.builder().promptLog(promptLog).build();
    return observability;
  }

  private static String flat(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining("\n")).strip();
  }

  /** Stands in for the client of a vault. */
  static final class Vault {
    byte[] encrypt(String keyId, byte[] dataKey) throws GeneralSecurityException {
      return crypt(keyId, dataKey);
    }

    byte[] decrypt(String keyId, byte[] wrapped) throws GeneralSecurityException {
      return crypt(keyId, wrapped);
    }

    private static byte[] crypt(String keyId, byte[] bytes) throws GeneralSecurityException {
      if (!keyId.equals("vault-key/1")) {
        throw new GeneralSecurityException("There is no such key.");
      }
      byte[] crossed = bytes.clone();
      for (int i = 0; i < crossed.length; i++) {
        crossed[i] ^= 0x55;
      }
      return crossed;
    }
  }

  static final class VaultKeys implements KeyProvider {
    private final String keyId;
    private final Vault vault;

    VaultKeys(String keyId, Vault vault) {
      this.keyId = keyId;
      this.vault = vault;
    }

    @Override
    public String keyId() {
      return keyId;
    }

    @Override
    public byte[] wrap(byte[] dataKey) throws GeneralSecurityException {
      return vault.encrypt(keyId, dataKey);
    }

    @Override
    public byte[] unwrap(String keyId, byte[] wrapped) throws GeneralSecurityException {
      return vault.decrypt(keyId, wrapped);
    }
  }
}
