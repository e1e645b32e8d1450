package dev.telltale.cli;

import dev.telltale.observability.promptlog.store.PromptStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Names the store. */
final class StoreOptions {
  static final String DIRECTORY = "TELLTALE_PROMPT_LOG_DIR";

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Directory of the prompt log. Without it: " + DIRECTORY + ".")
  private @Nullable Path directory;

  @Mixin private KeyOptions keys = new KeyOptions();

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  OpenStore open(Terminal terminal) throws IOException {
    Path place = directory;
    if (place == null) {
      String set = terminal.environment().apply(DIRECTORY);
      if (set == null || set.isBlank()) {
        throw CommandFailure.usage("Name the prompt log: --dir DIR, or set " + DIRECTORY + ".");
      }
      place = Path.of(set);
    }
    return new OpenStore(PromptStore.open(place, keys.keys(terminal)), terminal, typed());
  }

  private List<String> typed() {
    return command == null
        ? List.of()
        : command.commandLine().getParent().getParseResult().originalArgs();
  }
}
