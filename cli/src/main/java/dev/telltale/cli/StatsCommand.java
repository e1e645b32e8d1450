package dev.telltale.cli;

import dev.telltale.observability.promptlog.PromptRecord;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code llm-log stats}. */
@Command(
    name = "stats",
    description = {
      "Counts the calls kept by status, finish reason and model.",
      "Calls stands for all that were made, by the probability with which each was kept."
    })
final class StatsCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private StoreOptions options = new StoreOptions();
  @Mixin private RecordFilter filter = new RecordFilter();

  StatsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Predicate<PromptRecord> chosen = filter.at(terminal.clock().instant());
    Tables tables = new Tables();
    options
        .open(terminal)
        .records(
            filter.trace(),
            record -> {
              if (chosen.test(record)) {
                tables.add(record);
              }
            });
    tables.print(terminal);
    return ExitCode.FINE;
  }

  /** The counts by each of the three. */
  private static final class Tables {
    private final Map<String, Row> statuses = new TreeMap<>();
    private final Map<String, Row> reasons = new TreeMap<>();
    private final Map<String, Row> models = new TreeMap<>();
    private final Row all = new Row();

    void add(PromptRecord record) {
      List<Row> rows =
          List.of(
              all,
              row(statuses, RecordLine.status(record)),
              row(reasons, RecordLine.reasons(record.finishReasons())),
              row(models, record.model()));
      rows.forEach(row -> row.add(record));
    }

    void print(Terminal terminal) {
      terminal.say(
          String.format(
              "%-30s  %8s  %10s  %10s  %10s  %12s", "", "kept", "calls", "in", "out", "usd"));
      print(terminal, "status", statuses);
      print(terminal, "finish", reasons);
      print(terminal, "model", models);
      terminal.say(all.line("all"));
    }

    private static void print(Terminal terminal, String title, Map<String, Row> rows) {
      rows.forEach((name, row) -> terminal.say(row.line(title + " " + Escaped.line(name))));
    }

    private static Row row(Map<String, Row> rows, String name) {
      return rows.computeIfAbsent(name, any -> new Row());
    }
  }

  /** One line of counts. */
  private static final class Row {
    private long kept;
    private double calls;
    private long input;
    private long output;
    private BigDecimal usd = BigDecimal.ZERO;

    void add(PromptRecord record) {
      double probability = record.keepProbability().orElse(1);
      kept++;
      calls += probability > 0 ? 1 / probability : 1;
      input += record.tokens("input").orElse(0);
      output += record.tokens("output").orElse(0);
      usd = usd.add(record.costUsd().orElse(BigDecimal.ZERO));
    }

    String line(String name) {
      return String.format(
          Locale.ROOT,
          "%-30s  %8d  %10.0f  %10d  %10d  %12s",
          name,
          kept,
          calls,
          input,
          output,
          usd.toPlainString());
    }
  }
}
