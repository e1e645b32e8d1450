package dev.telltale.cli;

import dev.telltale.observability.promptlog.PromptRecord;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Chooses records; those that fit all that is given. */
final class RecordFilter {
  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Begun then or later: 2026-11-23, 2026-11-23T09:30:00Z, or 24h, 7d ago.")
  private @Nullable String since;

  @Option(names = "--until", paramLabel = "TIME", description = "Begun before then.")
  private @Nullable String until;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "ok, error, an HTTP status such as 429, or an error type such as timeout.")
  private @Nullable String status;

  @Option(names = "--model", paramLabel = "MODEL", description = "Model asked, or its beginning.")
  private @Nullable String model;

  @Option(
      names = "--finish",
      paramLabel = "REASON",
      description = "Finish reason: stop, length, content_filter, tool_calls, ...")
  private @Nullable String finish;

  @Option(names = "--trace", paramLabel = "ID", description = "Trace, or id of an untraced call.")
  private @Nullable String trace;

  @Option(names = "--min-cost", paramLabel = "USD", description = "Cost at least that much.")
  private @Nullable BigDecimal minCost;

  @Nullable String trace() {
    return trace == null ? null : trace.toLowerCase(Locale.ROOT);
  }

  /** Returns the choice made, with spans of time counted from a moment. */
  Predicate<PromptRecord> at(Instant now) {
    Instant from = since == null ? Instant.MIN : Times.parse(since, now);
    Instant to = until == null ? Instant.MAX : Times.parse(until, now);
    return record ->
        !record.time().isBefore(from)
            && record.time().isBefore(to)
            && (status == null || hasStatus(record, status))
            && (model == null || record.model().startsWith(model))
            && (finish == null || record.finishReasons().contains(finish))
            && (minCost == null
                || record.costUsd().filter(usd -> usd.compareTo(minCost) >= 0).isPresent());
  }

  private static boolean hasStatus(PromptRecord record, String status) {
    return switch (status) {
      case "ok" -> !record.failed();
      case "error" -> record.failed();
      default ->
          status.equals(record.errorType())
              || (record.httpStatus().isPresent()
                  && status.equals(String.valueOf(record.httpStatus().getAsInt())));
    };
  }
}
