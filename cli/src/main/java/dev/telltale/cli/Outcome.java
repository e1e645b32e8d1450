package dev.telltale.cli;

import dev.telltale.CallReport;
import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.ChatStream;
import dev.telltale.LlmException;
import dev.telltale.observability.promptlog.PromptRecord;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a call came to, as lines of a comparison. */
record Outcome(
    String status,
    String finish,
    String input,
    String output,
    String usd,
    @Nullable Duration duration,
    String answer) {

  static Outcome of(PromptRecord record) {
    return new Outcome(
        RecordLine.status(record),
        RecordLine.reasons(record.finishReasons()),
        RecordLine.count(record.tokens("input")),
        RecordLine.count(record.tokens("output")),
        record.costUsd().map(BigDecimal::toPlainString).orElse("-"),
        record.duration(),
        record.answer());
  }

  static Outcome of(ChatClient client, ChatRequest request, boolean streamed) {
    try {
      return of(streamed ? streamed(client, request) : client.chat(request));
    } catch (LlmException failed) {
      CallReport report = failed.report();
      return new Outcome(
          failed.kind().name().toLowerCase(Locale.ROOT), "-", "-", "-", "-", report.duration(), "");
    }
  }

  void printBeside(Outcome other, Terminal terminal, boolean withContent) {
    print(terminal, "", "recorded", "replayed");
    print(terminal, "status", status, other.status);
    print(terminal, "finish", finish, other.finish);
    print(terminal, "input tokens", input, other.input);
    print(terminal, "output tokens", output, other.output);
    print(terminal, "cost in USD", usd, other.usd);
    print(terminal, "latency in ms", millis(duration), millis(other.duration));
    print(terminal, "answer in chars", length(answer), length(other.answer));
    terminal.say("answers: " + (answer.equals(other.answer) ? "the same" : "different"));
    if (withContent) {
      terminal.say("--- recorded answer");
      terminal.say(Escaped.lines(answer));
      terminal.say("--- replayed answer");
      terminal.say(Escaped.lines(other.answer));
    }
  }

  private static ChatResponse streamed(ChatClient client, ChatRequest request) {
    try (ChatStream stream = client.stream(request)) {
      return stream.forEachText(text -> {});
    }
  }

  private static Outcome of(ChatResponse response) {
    List<String> reasons =
        response.choices().stream()
            .map(choice -> String.valueOf(choice.finishReason()).toLowerCase(Locale.ROOT))
            .toList();
    return new Outcome(
        "ok",
        RecordLine.reasons(reasons),
        RecordLine.count(response.usage().inputTokens()),
        RecordLine.count(response.usage().outputTokens()),
        response.cost().usd().map(BigDecimal::toPlainString).orElse("-"),
        response.report().duration(),
        response.text());
  }

  private static void print(Terminal terminal, String name, String left, String right) {
    terminal.say(
        String.format("%-16s  %-24s  %s", name, Escaped.line(left), Escaped.line(right))
            .stripTrailing());
  }

  private static String millis(@Nullable Duration duration) {
    return duration == null ? "-" : String.valueOf(duration.toMillis());
  }

  private static String length(String text) {
    return String.valueOf(text.length());
  }
}
