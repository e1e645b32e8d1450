package dev.telltale.cli;

import dev.telltale.observability.promptlog.PromptRecord;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code llm-log show}. */
@Command(name = "show", description = "Shows one call, or all calls of a trace, as JSON.")
final class ShowCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private StoreOptions options = new StoreOptions();

  @Parameters(paramLabel = "ID", description = "Id of a call, its first 8 characters, or a trace.")
  private String id = "";

  @Option(names = "--with-content", description = "With prompt and answer.")
  private boolean withContent;

  ShowCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    List<PromptRecord> found = Found.byId(options.open(terminal), id);
    for (PromptRecord record : found) {
      terminal.say(Escaped.json(RecordJson.indented(RecordJson.members(record, withContent))));
    }
    return ExitCode.FINE;
  }
}
