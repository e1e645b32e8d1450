package dev.telltale.cli;

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
      "Ends with 1 if a program is still writing a segment that holds such calls,",
      "or if segments cannot be read with the key."
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
    OpenStore log = options.open(terminal);
    if (time != null) {
      int erased = log.store().purgeBefore(time);
      note(log, erased);
      terminal.say(erased + " segments erased");
      return ExitCode.FINE;
    }
    try (ProgressBar bar = ProgressBar.on(terminal)) {
      String id = String.valueOf(trace).toLowerCase(Locale.ROOT);
      List<SegmentReport> reports = log.store().purgeTrace(id, bar);
      note(log, in(State.SEALED, reports));
      return report(reports);
    }
  }

  /** Afterwards: a full disk, which takes no note, must not keep anyone from erasing. */
  private static void note(OpenStore log, long erased) throws IOException {
    if (erased > 0) {
      try {
        log.note();
      } catch (IOException failed) {
        throw CommandFailure.store(
            "It is erased, but the note of that cannot be written: " + Messages.of(failed));
      }
    }
  }

  private int report(List<SegmentReport> reports) {
    long live = in(State.LIVE, reports);
    long locked = in(State.KEY_MISSING, reports);
    long unknown = in(State.DAMAGED, reports) + in(State.UNREADABLE, reports);
    terminal.say(in(State.SEALED, reports) + " segments written anew");
    if (live > 0) {
      terminal.warn(live + " segments are still being written; purge again once they are closed.");
    }
    if (locked > 0) {
      terminal.warn(locked + " segments may hold such calls: they were written with another key.");
    }
    if (unknown > 0) {
      terminal.warn(
          unknown + " segments may hold such calls: they cannot be read; see llm-log verify.");
    }
    return live + locked + unknown > 0 ? ExitCode.INCOMPLETE : ExitCode.FINE;
  }

  private static long in(State state, List<SegmentReport> reports) {
    return reports.stream().filter(report -> report.state() == state).count();
  }
}
