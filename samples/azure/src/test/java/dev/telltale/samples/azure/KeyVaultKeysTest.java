package dev.telltale.samples.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.security.keyvault.keys.cryptography.CryptographyClientBuilder;
import java.security.GeneralSecurityException;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;

/** The sample and the vault's own client, before a vault in this process. */
@Timeout(20)
class KeyVaultKeysTest {
  private static final String KEY = "https://contoso.vault.azure.net/keys/prompts/";
  private static final byte[] DATA_KEY = new byte[32];
  private static final TokenCredential CREDENTIAL =
      request -> Mono.just(new AccessToken("entra-1", OffsetDateTime.MAX));

  private FakeVault vault;

  @BeforeEach
  void fillVault() throws GeneralSecurityException {
    vault = new FakeVault(KEY + "v1", KEY + "v2");
  }

  @Test
  void keyIsWrappedAndUnwrappedInTheVault() throws GeneralSecurityException {
    KeyVaultKeys keys = keys("v1");

    byte[] wrapped = keys.wrap(DATA_KEY);

    assertThat(wrapped).hasSize(256);
    assertThat(keys.unwrap(KEY + "v1", wrapped)).isEqualTo(DATA_KEY);
    assertThat(vault.operations)
        .containsExactly("wrapkey " + KEY + "v1", "unwrapkey " + KEY + "v1");
  }

  @Test
  void olderVersionStillReads() throws GeneralSecurityException {
    byte[] wrapped = keys("v1").wrap(DATA_KEY);

    KeyVaultKeys rotated = keys("v2");

    assertThat(rotated.unwrap(KEY + "v1", wrapped)).isEqualTo(DATA_KEY);
    assertThatThrownBy(() -> rotated.unwrap(KEY + "v2", wrapped))
        .isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void vaultThatRefusesIsAGeneralSecurityException() {
    assertThatThrownBy(() -> keys("v3").wrap(DATA_KEY))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessage("Key Vault wrapped no key");
  }

  @Test
  void keyOfAnotherVaultIsNotAskedFor() {
    for (String id :
        List.of(
            "https://evil.example.com/keys/prompts/v1",
            "https://contoso.vault.azure.net/keys/other/v1",
            KEY + "v1/../../other/v1")) {
      assertThatThrownBy(() -> keys("v1").unwrap(id, new byte[256]))
          .isInstanceOf(GeneralSecurityException.class)
          .hasMessageContaining("another key");
    }
    assertThat(vault.operations).isEmpty();
  }

  @Test
  void sampleRunsWithoutAVault() {
    KeyVaultKeys.main(new String[0]);

    assertThat(KeyVaultKeys.of(KEY + "v1", CREDENTIAL).keyId()).isEqualTo(KEY + "v1");
  }

  private KeyVaultKeys keys(String version) {
    return new KeyVaultKeys(
        KEY + version,
        id ->
            new CryptographyClientBuilder()
                .credential(CREDENTIAL)
                .httpClient(vault)
                .keyIdentifier(id)
                .buildClient());
  }
}
