package dev.telltale.cli;

import dev.telltale.observability.promptlog.PromptRecord;
import java.math.BigDecimal;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** A record as one line of the list. */
final class RecordLine {
  static final String HEAD =
      String.format(
          "%-20s  %-12s  %-22s  %-20s  %-14s  %6s  %6s  %10s  %8s",
          "time", "id", "status", "model", "finish", "in", "out", "usd", "ms");

  /** Of an id: enough to name the record. */
  static final int ID_CHARS = 12;

  private RecordLine() {}

  static String of(PromptRecord record) {
    String line =
        String.format(
            Locale.ROOT,
            "%-20s  %-12s  %-22s  %-20s  %-14s  %6s  %6s  %10s  %8d",
            record.time().truncatedTo(ChronoUnit.SECONDS),
            cell(record.id(), ID_CHARS),
            cell(status(record), 22),
            cell(record.model(), 20),
            cell(reasons(record.finishReasons()), 14),
            count(record.tokens("input")),
            count(record.tokens("output")),
            record.costUsd().map(BigDecimal::toPlainString).orElse("-"),
            record.duration().toMillis());
    return line.stripTrailing();
  }

  static String status(PromptRecord record) {
    String error = record.errorType();
    return error == null ? "ok" : error;
  }

  static String reasons(List<String> reasons) {
    return reasons.isEmpty() ? "-" : String.join(",", reasons);
  }

  static String count(OptionalLong tokens) {
    return tokens.isPresent() ? String.valueOf(tokens.getAsLong()) : "-";
  }

  private static String cell(String text, int width) {
    String safe = Escaped.line(text);
    return safe.length() <= width ? safe : safe.substring(0, width);
  }
}
