package dev.telltale.samples.tink;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.telltale.observability.Observability;
import dev.telltale.observability.promptlog.PromptLog;
import dev.telltale.observability.promptlog.store.KeyProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/**
 * Keeps a prompt log under a keyset of Tink: it writes with the primary key and reads with all. The
 * keyset itself is kept as Tink keeps it, encrypted by the key of a cloud.
 */
public final class TinkKeys implements KeyProvider {
  /** What else may be encrypted under the keyset is no data key. */
  private static final byte[] CONTEXT = "telltale prompt log".getBytes(UTF_8);

  private final String name;
  private final Aead aead;

  private TinkKeys(String name, Aead aead) {
    this.name = name;
    this.aead = aead;
  }

  /**
   * The keys of a keyset.
   *
   * @param name of the keyset, in clear in each segment; the same for as long as the keyset is
   */
  public static TinkKeys of(String name, KeysetHandle keyset) throws GeneralSecurityException {
    AeadConfig.register();
    return new TinkKeys(name, keyset.getPrimitive(RegistryConfiguration.get(), Aead.class));
  }

  /** Runs without arguments, with a keyset that is gone when it ends. */
  public static void main(String[] args) throws IOException, GeneralSecurityException {
    AeadConfig.register();
    KeysetHandle keyset =
        KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, RegistryConfiguration.get());
    KeyProvider keys = of("tink-sample", keyset);
    Path directory = Files.createTempDirectory("prompts");
    PromptLog failures = PromptLog.encrypted(directory, keys).allFailures();
    try (Observability observability = Observability.builder().promptLog(failures).build()) {
      System.out.println(observability.telemetry().selfCheck());
    }
  }

  @Override
  public String keyId() {
    return name;
  }

  @Override
  public byte[] wrap(byte[] dataKey) throws GeneralSecurityException {
    return aead.encrypt(dataKey, CONTEXT);
  }

  @Override
  public byte[] unwrap(String keyId, byte[] wrapped) throws GeneralSecurityException {
    if (!keyId.equals(name)) {
      throw new GeneralSecurityException("The segment was written under another keyset");
    }
    return aead.decrypt(wrapped, CONTEXT);
  }
}
