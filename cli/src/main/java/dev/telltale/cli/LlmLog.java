package dev.telltale.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Reads, exports, replays and tends an encrypted prompt log from the command line.
 *
 * <p>Prompts and answers are only shown with {@code --with-content}; keys are never arguments; each
 * read is noted in the log itself before anything of it is shown.
 */
@Command(
    name = "llm-log",
    description = "Reads and tends an encrypted prompt log.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:fine",
      "1:nothing found or not all done; of verify: a segment is torn or was left open",
      "2:of verify: a segment is damaged",
      "64:wrong usage",
      "65:the key is missing, unreadable or another",
      "66:the store or a file cannot be read or written"
    })
public final class LlmLog {
  private LlmLog() {}

  /** Runs a command and ends the program with its exit code. */
  public static void main(String[] args) {
    System.exit(run(Terminal.ofSystem(), args));
  }

  static int run(Terminal terminal, String... args) {
    CommandLine program =
        new CommandLine(new LlmLog())
            .addSubcommand(new HelpCommand())
            .addSubcommand(new ListCommand(terminal))
            .addSubcommand(new ShowCommand(terminal))
            .addSubcommand(new StatsCommand(terminal))
            .addSubcommand(new VerifyCommand(terminal))
            .addSubcommand(new AuditCommand(terminal))
            .addSubcommand(new ExportCommand(terminal))
            .addSubcommand(new ReplayCommand(terminal))
            .addSubcommand(new PurgeCommand(terminal))
            .addSubcommand(new RewrapCommand(terminal))
            .setOut(terminal.out())
            .setErr(terminal.err())
            .setExpandAtFiles(false)
            .setUsageHelpAutoWidth(true);
    program.setParameterExceptionHandler((wrong, typed) -> refuse(terminal, wrong));
    program.setExecutionExceptionHandler((failed, command, parsed) -> explain(terminal, failed));
    offerHelp(program);
    program.getSubcommands().values().forEach(LlmLog::offerHelp);
    int code = args.length == 0 ? usage(terminal, program) : program.execute(args);
    // A PrintWriter keeps to itself that the disk is full, or that the reader of a pipe is gone.
    if (terminal.out().checkError() && code == ExitCode.FINE) {
      terminal.warn("Not everything could be written to standard output.");
      return ExitCode.STORE;
    }
    return code;
  }

  private static void offerHelp(CommandLine command) {
    if (command.getCommandSpec().findOption("--help") != null) {
      return;
    }
    command
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Explains the command.")
                .build());
  }

  private static int usage(Terminal terminal, CommandLine program) {
    program.usage(terminal.err());
    return ExitCode.USAGE;
  }

  private static int refuse(Terminal terminal, CommandLine.ParameterException wrong) {
    terminal.warn(Escaped.line(String.valueOf(wrong.getMessage())));
    CommandLine command = wrong.getCommandLine();
    boolean whole = command.getParent() == null;
    terminal.warn("see llm-log help" + (whole ? "" : " " + command.getCommandName()));
    return ExitCode.USAGE;
  }

  private static int explain(Terminal terminal, Exception failed) throws Exception {
    if (failed instanceof CommandFailure known) {
      terminal.warn(Escaped.line(String.valueOf(known.getMessage())));
      return known.exitCode();
    }
    if (failed instanceof IOException unusable) {
      terminal.warn(Escaped.line(Messages.of(unusable)));
      return ExitCode.STORE;
    }
    if (failed instanceof UncheckedIOException wrapped && wrapped.getCause() != null) {
      return explain(terminal, wrapped.getCause());
    }
    throw failed;
  }
}
