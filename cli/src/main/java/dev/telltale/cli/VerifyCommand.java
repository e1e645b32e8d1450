package dev.telltale.cli;

import dev.telltale.observability.promptlog.store.SegmentReport;
import dev.telltale.observability.promptlog.store.SegmentReport.State;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code llm-log verify}. */
@Command(
    name = "verify",
    description = {
      "Reads everything, to see whether it is what was written.",
      "Ends with 0 if so, 1 if a segment is torn or was left open, 2 if one is damaged."
    })
final class VerifyCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private StoreOptions options = new StoreOptions();

  VerifyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    List<SegmentReport> reports;
    try (ProgressBar bar = ProgressBar.on(terminal)) {
      reports = options.open(terminal).store().verify(bar);
    }
    long records = reports.stream().mapToLong(SegmentReport::records).sum();
    terminal.say(reports.size() + " segments, " + records + " entries");
    for (State state : State.values()) {
      long count = count(reports, state);
      if (count > 0) {
        terminal.say(String.format("%8d  %s", count, lower(state)));
      }
    }
    reports.stream().filter(VerifyCommand::remarkable).forEach(this::describe);
    return exitCode(reports);
  }

  private static int exitCode(List<SegmentReport> reports) {
    if (count(reports, State.DAMAGED) > 0) {
      return ExitCode.DAMAGED;
    }
    if (count(reports, State.KEY_MISSING) > 0) {
      return ExitCode.KEY;
    }
    if (count(reports, State.UNREADABLE) > 0) {
      return ExitCode.STORE;
    }
    boolean open = count(reports, State.TORN) + count(reports, State.UNSEALED) > 0;
    return open ? ExitCode.INCOMPLETE : ExitCode.FINE;
  }

  private void describe(SegmentReport report) {
    String places = report.damagedPlaces() == 0 ? "" : ", places: " + report.damagedPlaces();
    terminal.say(
        Escaped.line(report.name())
            + ": "
            + lower(report.state())
            + ", entries that could be read: "
            + report.records()
            + places);
  }

  private static boolean remarkable(SegmentReport report) {
    return report.state() != State.SEALED && report.state() != State.LIVE;
  }

  private static long count(List<SegmentReport> reports, State state) {
    return reports.stream().filter(report -> report.state() == state).count();
  }

  private static String lower(State state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
