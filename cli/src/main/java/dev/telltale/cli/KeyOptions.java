package dev.telltale.cli;

import dev.telltale.observability.promptlog.store.KeyProvider;
import dev.telltale.observability.promptlog.store.Keys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where keys come from. They are never arguments, which every user of the machine can see. */
final class KeyOptions {
  static final String KEY_FILE = "TELLTALE_PROMPT_LOG_KEY_FILE";
  static final String PASSPHRASE = "TELLTALE_PROMPT_LOG_PASSPHRASE";

  private static final long MAX_KEY_BYTES = 64 << 10;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = {
        "File with the key, or with a private key (PEM). Repeat it after a rotation.",
        "Without it: the file named by " + KEY_FILE + ", or the key in",
        Keys.ENVIRONMENT_VARIABLE + "."
      })
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--passphrase",
      description = "The key is a passphrase: in " + PASSPHRASE + ", or asked for.")
  private boolean passphrase;

  /** Returns the keys; the first is the one that notes of reads are written with. */
  KeyProvider keys(Terminal terminal) {
    try {
      List<KeyProvider> all = new ArrayList<>();
      if (passphrase) {
        all.add(fromPassphrase(terminal));
      }
      for (Path file : files) {
        all.add(fromFile(file));
      }
      if (all.isEmpty()) {
        all.add(fromEnvironment(terminal));
      }
      KeyProvider[] others = all.subList(1, all.size()).toArray(KeyProvider[]::new);
      return others.length == 0 ? all.get(0) : Keys.rotating(all.get(0), others);
    } catch (IOException unreadable) {
      throw CommandFailure.key("The key file cannot be read: " + Messages.of(unreadable));
    } catch (GeneralSecurityException | IllegalArgumentException unusable) {
      throw CommandFailure.key(Messages.of(unusable));
    }
  }

  static KeyProvider fromFile(Path file) throws IOException, GeneralSecurityException {
    String start = start(file);
    if (start.contains("BEGIN PRIVATE KEY")) {
      return Keys.privateKey(file);
    }
    return start.contains("BEGIN PUBLIC KEY") ? Keys.publicKey(file) : Keys.file(file);
  }

  private static String start(Path file) throws IOException {
    return Files.size(file) > MAX_KEY_BYTES
        ? ""
        : new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
  }

  private static KeyProvider fromEnvironment(Terminal terminal)
      throws IOException, GeneralSecurityException {
    String file = terminal.environment().apply(KEY_FILE);
    return file == null || file.isBlank() ? Keys.environment() : fromFile(Path.of(file));
  }

  private static KeyProvider fromPassphrase(Terminal terminal) {
    String set = terminal.environment().apply(PASSPHRASE);
    char @Nullable [] typed =
        set == null ? terminal.askSecretly("Passphrase: ") : set.toCharArray();
    if (typed == null) {
      throw CommandFailure.key("Set " + PASSPHRASE + ", as there is no terminal to ask on.");
    }
    try {
      return Keys.passphrase(typed);
    } finally {
      Arrays.fill(typed, ' ');
    }
  }
}
