package dev.telltale.cli;

import dev.telltale.observability.promptlog.store.KeyProvider;
import dev.telltale.observability.promptlog.store.SegmentReport;
import dev.telltale.observability.promptlog.store.SegmentReport.State;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code llm-log rewrap}. */
@Command(
    name = "rewrap",
    description = {
      "Wraps the keys of all segments with another key; the calls stay as they are.",
      "Ends with 1 if segments are left that still need the old key."
    })
final class RewrapCommand implements Callable<Integer> {
  private static final Set<State> LEFT =
      EnumSet.of(State.LIVE, State.DAMAGED, State.KEY_MISSING, State.UNREADABLE);

  private final Terminal terminal;

  @Mixin private StoreOptions options = new StoreOptions();

  @Option(
      names = "--to-key-file",
      required = true,
      paramLabel = "FILE",
      description = "File with the new key, or with the public or private half of a pair.")
  private @Nullable Path newKey;

  RewrapCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    KeyProvider newKeys = newKeys();
    OpenStore log = options.open(terminal);
    log.noteChange();
    List<SegmentReport> reports;
    try (ProgressBar bar = ProgressBar.on(terminal)) {
      reports = log.store().rewrap(newKeys, bar);
    }
    long left = reports.stream().filter(report -> LEFT.contains(report.state())).count();
    terminal.say((reports.size() - left) + " segments are wrapped with the new key");
    if (left > 0) {
      terminal.warn(left + " segments still need the old key; llm-log verify says why.");
    }
    return left > 0 ? ExitCode.INCOMPLETE : ExitCode.FINE;
  }

  private KeyProvider newKeys() {
    if (newKey == null) {
      throw CommandFailure.usage("Name the new key: --to-key-file FILE.");
    }
    try {
      return KeyOptions.fromFile(newKey);
    } catch (IOException unreadable) {
      throw CommandFailure.key("The new key file cannot be read: " + Messages.of(unreadable));
    } catch (GeneralSecurityException | IllegalArgumentException unusable) {
      throw CommandFailure.key(Messages.of(unusable));
    }
  }
}
