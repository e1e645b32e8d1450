package dev.telltale.cli;

import dev.telltale.observability.promptlog.store.StoredEntry;
import dev.telltale.provider.JsonValues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code llm-log audit}. */
@Command(
    name = "audit",
    description = "Lists who read or changed the log, when and by which command.")
final class AuditCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private StoreOptions options = new StoreOptions();

  AuditCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    OpenStore store = options.open(terminal);
    List<StoredEntry> notes = new ArrayList<>();
    store.notes(notes::add);
    notes.forEach(note -> terminal.say(line(note)));
    return ExitCode.FINE;
  }

  private static String line(StoredEntry note) {
    Map<String, @Nullable Object> members;
    try {
      members = JsonValues.parseObject(note.json());
    } catch (IOException foreign) {
      throw new UncheckedIOException(foreign);
    }
    String command =
        members.get("command") instanceof List<?> words
            ? words.stream().map(String::valueOf).collect(Collectors.joining(" "))
            : "?";
    return note.time().truncatedTo(ChronoUnit.SECONDS)
        + "  "
        + Escaped.line(members.get("user") + "  " + command);
  }
}
