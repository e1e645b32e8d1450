package dev.telltale.samples.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.security.keyvault.keys.cryptography.CryptographyClient;
import com.azure.security.keyvault.keys.cryptography.CryptographyClientBuilder;
import com.azure.security.keyvault.keys.cryptography.models.KeyWrapAlgorithm;
import dev.telltale.observability.Observability;
import dev.telltale.observability.promptlog.PromptLog;
import dev.telltale.observability.promptlog.store.KeyProvider;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Keeps a prompt log under an RSA key in Azure Key Vault, which never leaves the vault. Writing
 * needs the permissions get and wrap key, reading unwrap key. Each segment says by which version of
 * the key it was written, so the key may be rotated.
 */
public final class KeyVaultKeys implements KeyProvider {
  private final String keyId;
  private final String anyVersion;
  private final Function<String, CryptographyClient> open;
  private final Map<String, CryptographyClient> clients = new ConcurrentHashMap<>();

  KeyVaultKeys(String keyId, Function<String, CryptographyClient> open) {
    this.keyId = keyId;
    this.anyVersion = keyId.substring(0, keyId.lastIndexOf('/') + 1);
    this.open = open;
  }

  /** The key of an id with version, {@code https://{vault}/keys/{name}/{version}}. */
  public static KeyVaultKeys of(String keyId, TokenCredential credential) {
    CryptographyClientBuilder client = new CryptographyClientBuilder().credential(credential);
    return new KeyVaultKeys(keyId, id -> client.keyIdentifier(id).buildClient());
  }

  /** Says how calls would be logged. Needs {@code KEY_VAULT_KEY_ID}. */
  public static void main(String[] args) {
    String keyId = System.getenv("KEY_VAULT_KEY_ID");
    if (keyId == null) {
      System.out.println("Set KEY_VAULT_KEY_ID to https://{vault}/keys/{name}/{version}.");
      return;
    }
    KeyProvider keys = of(keyId, new DefaultAzureCredentialBuilder().build());
    PromptLog failures = PromptLog.encrypted(Path.of("prompts"), keys).allFailures();
    try (Observability observability = Observability.builder().promptLog(failures).build()) {
      System.out.println(observability.telemetry().selfCheck());
    }
  }

  @Override
  public String keyId() {
    return keyId;
  }

  @Override
  public byte[] wrap(byte[] dataKey) throws GeneralSecurityException {
    try {
      return client(keyId).wrapKey(KeyWrapAlgorithm.RSA_OAEP_256, dataKey).getEncryptedKey();
    } catch (RuntimeException failed) {
      throw new GeneralSecurityException("Key Vault wrapped no key", failed);
    }
  }

  @Override
  public byte[] unwrap(String keyId, byte[] wrapped) throws GeneralSecurityException {
    // The id stands in clear in a file: whoever can write there could name a vault of their own.
    if (!keyId.startsWith(anyVersion) || keyId.indexOf('/', anyVersion.length()) >= 0) {
      throw new GeneralSecurityException("The segment was written under another key");
    }
    try {
      return client(keyId).unwrapKey(KeyWrapAlgorithm.RSA_OAEP_256, wrapped).getKey();
    } catch (RuntimeException failed) {
      throw new GeneralSecurityException("Key Vault unwrapped no key", failed);
    }
  }

  private CryptographyClient client(String id) {
    return clients.computeIfAbsent(id, open);
  }
}
