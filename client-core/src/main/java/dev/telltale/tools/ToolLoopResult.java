package dev.telltale.tools;

import static java.util.Objects.requireNonNull;

import dev.telltale.AnswerException;
import dev.telltale.ChatResponse;
import dev.telltale.Message;
import dev.telltale.ToolCall;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * How a tool loop went: its answer, or why there is none, and everything that was said.
 *
 * <p>Immutable and thread-safe. {@link #toString()} never shows content.
 *
 * @param outcome how it ended
 * @param rounds what the model answered in each round, oldest first; never empty
 * @param runs the calls of tools, in the order the model asked for them
 * @param transcript the whole conversation: the request's messages, what the model said, and what
 *     tools answered
 * @param pendingCalls the calls the model still waits for; empty if it answered
 */
public record ToolLoopResult(
    LoopOutcome outcome,
    List<ChatResponse> rounds,
    List<ToolRun> runs,
    List<Message> transcript,
    List<ToolCall> pendingCalls) {
  /** Creates a result. */
  public ToolLoopResult {
    requireNonNull(outcome, "outcome");
    rounds = List.copyOf(rounds);
    runs = List.copyOf(runs);
    transcript = List.copyOf(transcript);
    pendingCalls = List.copyOf(pendingCalls);
    if (rounds.isEmpty()) {
      throw new IllegalArgumentException("A loop has at least one round");
    }
  }

  /**
   * The text of the answer.
   *
   * @throws AnswerException if the loop ended before the model answered; see {@link #outcome()}
   */
  public String text() {
    return answer().text();
  }

  /**
   * The answer: the last round.
   *
   * @throws AnswerException if the loop ended before the model answered; see {@link #outcome()}
   */
  public ChatResponse answer() {
    ChatResponse last = lastRound();
    if (outcome != LoopOutcome.ANSWERED) {
      throw AnswerException.from(
          AnswerOutcome.TOOL_CALLS, "The tool loop ended before: " + outcome + ".", last);
    }
    return last;
  }

  /** What the model said last, be it an answer or not. */
  public ChatResponse lastRound() {
    return rounds.get(rounds.size() - 1);
  }

  /** What all rounds cost in US dollars; empty if that of one is not known. */
  public Optional<BigDecimal> usd() {
    BigDecimal sum = BigDecimal.ZERO;
    for (ChatResponse round : rounds) {
      Optional<BigDecimal> usd = round.cost().usd();
      if (usd.isEmpty()) {
        return Optional.empty();
      }
      sum = sum.add(usd.get());
    }
    return Optional.of(sum);
  }

  /** Names the outcome and the numbers; never content. */
  @Override
  public String toString() {
    return "ToolLoopResult["
        + outcome
        + ", "
        + rounds.size()
        + " rounds, "
        + runs.size()
        + " runs]";
  }
}
