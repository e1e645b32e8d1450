package dev.telltale.cli;

import dev.telltale.observability.promptlog.PromptRecord;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code llm-log list}. */
@Command(name = "list", description = "Lists the calls kept, oldest first, without content.")
final class ListCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private StoreOptions options = new StoreOptions();
  @Mixin private RecordFilter filter = new RecordFilter();

  @Option(
      names = "--last",
      paramLabel = "N",
      defaultValue = "1000",
      description = "At most the last N of them. Default: ${DEFAULT-VALUE}.")
  private int last;

  ListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    if (last < 1) {
      throw CommandFailure.usage("--last takes a number from 1 on.");
    }
    Predicate<PromptRecord> chosen = filter.at(terminal.clock().instant());
    Deque<String> lines = new ArrayDeque<>();
    int[] found = new int[1];
    OpenStore store = options.open(terminal);
    store.records(
        filter.trace(),
        record -> {
          if (chosen.test(record)) {
            found[0]++;
            lines.addLast(RecordLine.of(record));
            if (lines.size() > last) {
              lines.removeFirst();
            }
          }
        });
    terminal.say(RecordLine.HEAD);
    lines.forEach(terminal::say);
    if (found[0] > lines.size()) {
      terminal.warn("These are the last " + lines.size() + " of " + found[0] + "; see --last.");
    }
    return ExitCode.FINE;
  }
}
