package dev.telltale.cli;

import dev.telltale.observability.promptlog.store.PromptStore;
import dev.telltale.observability.promptlog.store.SegmentReport;
import dev.telltale.observability.promptlog.store.SegmentReport.State;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code llm-log purge}. */
@Command(
    name = "purge",
    description = {
      "Erases the calls of one trace, or whole segments that hold nothing newer than a time.",
      "Ends with 1 if a program is still writing a segment that holds such calls."
    })
final class PurgeCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private StoreOptions options = new StoreOptions();

  @Option(names = "--trace", paramLabel = "ID", description = "Trace, or id of an untraced call.")
  private @Nullable String trace;

  @Option(names = "--before", paramLabel = "TIME", description = "As --since of list.")
  private @Nullable String before;

  PurgeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    if ((trace == null) == (before == null)) {
      throw CommandFailure.usage("Say what to erase: --trace ID or --before TIME.");
    }
    Instant time = before == null ? null : Times.parse(before, terminal.clock().instant());
    PromptStore store = options.open(terminal).store();
    if (time != null) {
      terminal.say(store.purgeBefore(time) + " segments erased");
      return ExitCode.FINE;
    }
    try (ProgressBar bar = ProgressBar.on(terminal)) {
      String id = String.valueOf(trace).toLowerCase(Locale.ROOT);
      return report(store.purgeTrace(id, bar));
    }
  }

  private int report(List<SegmentReport> reports) {
    long live = reports.stream().filter(report -> report.state() == State.LIVE).count();
    terminal.say((reports.size() - live) + " segments written anew");
    if (live > 0) {
      terminal.warn(live + " segments are still being written; purge again once they are closed.");
    }
    return live > 0 ? ExitCode.INCOMPLETE : ExitCode.FINE;
  }
}
