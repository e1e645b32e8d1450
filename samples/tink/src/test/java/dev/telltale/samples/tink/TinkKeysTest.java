package dev.telltale.samples.tink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.telltale.ChatClient;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.observability.Observability;
import dev.telltale.observability.promptlog.PromptLog;
import dev.telltale.observability.promptlog.store.KeyProvider;
import dev.telltale.observability.promptlog.store.Progress;
import dev.telltale.observability.promptlog.store.PromptStore;
import dev.telltale.testing.FakeModel;
import dev.telltale.testing.FakeReply;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The sample with keysets in memory. */
@Timeout(20)
class TinkKeysTest {
  private static final byte[] DATA_KEY = new byte[32];

  @TempDir private Path directory;

  @BeforeAll
  static void register() throws GeneralSecurityException {
    AeadConfig.register();
  }

  @Test
  void logIsReadWithTheKeysetThatWroteIt() throws IOException, GeneralSecurityException {
    KeyProvider keys = TinkKeys.of("prompts", keyset());
    keepAFailure(keys);

    assertThat(statusesReadWith(keys)).containsExactly("failure");
    assertThat(statusesReadWith(TinkKeys.of("prompts", keyset()))).isEmpty();
  }

  @Test
  void rotatedKeysetStillReads() throws GeneralSecurityException {
    KeysetHandle keyset = keyset();
    byte[] wrapped = TinkKeys.of("prompts", keyset).wrap(DATA_KEY);

    KeysetHandle rotated =
        KeysetHandle.newBuilder(keyset)
            .addEntry(
                KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                    .withRandomId()
                    .makePrimary())
            .build();

    assertThat(TinkKeys.of("prompts", rotated).unwrap("prompts", wrapped)).isEqualTo(DATA_KEY);
    byte[] later = TinkKeys.of("prompts", rotated).wrap(DATA_KEY);
    assertThatThrownBy(() -> TinkKeys.of("prompts", keyset).unwrap("prompts", later))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void keysetOfAnotherNameIsRefused() throws GeneralSecurityException {
    TinkKeys keys = TinkKeys.of("prompts", keyset());
    byte[] wrapped = keys.wrap(DATA_KEY);

    assertThatThrownBy(() -> keys.unwrap("others", wrapped))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessageContaining("another keyset");
  }

  @Test
  void sampleRuns() throws IOException, GeneralSecurityException {
    TinkKeys.main(new String[0]);
  }

  private void keepAFailure(KeyProvider keys) {
    FakeModel model = FakeModel.create().enqueue(FakeReply.failure(ErrorKind.AUTHENTICATION));
    try (Observability observability =
            Observability.builder()
                .promptLog(PromptLog.encrypted(directory.resolve("log"), keys).allFailures())
                .build();
        ChatClient client =
            ChatClient.builder(model).telemetry(observability.telemetry()).build()) {
      assertThatThrownBy(() -> client.chat("A river?")).isInstanceOf(LlmException.class);
    }
  }

  private List<String> statusesReadWith(KeyProvider keys) throws IOException {
    List<String> read = new ArrayList<>();
    PromptStore.open(directory.resolve("log"), keys)
        .read(entry -> read.add("failure"), Progress.NONE);
    return read;
  }

  private static KeysetHandle keyset() throws GeneralSecurityException {
    return KeysetHandle.generateNew(
        PredefinedAeadParameters.AES256_GCM, RegistryConfiguration.get());
  }
}
