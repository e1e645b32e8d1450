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
 */
public final class ToolLoopResult {
  private final LoopOutcome outcome;
  private final List<ChatResponse> rounds;
  private final List<ToolRun> runs;
  private final List<Message> transcript;
  private final List<ToolCall> pendingCalls;

  private ToolLoopResult(Builder builder) {
    this.outcome = builder.outcome;
    this.rounds = builder.rounds;
    this.runs = builder.runs;
    this.transcript = builder.transcript;
    this.pendingCalls = builder.pendingCalls;
  }

  /**
   * Returns a builder of a result. For engines and fakes.
   *
   * @param rounds what the model answered in each round, oldest first
   * @throws IllegalArgumentException if there is no round
   */
  public static Builder builder(LoopOutcome outcome, List<ChatResponse> rounds) {
    return new Builder(outcome, rounds);
  }

  /** How it ended. */
  public LoopOutcome outcome() {
    return outcome;
  }

  /** What the model answered in each round, oldest first; never empty; unmodifiable. */
  public List<ChatResponse> rounds() {
    return rounds;
  }

  /** The calls of tools, in the order the model asked for them; unmodifiable. */
  public List<ToolRun> runs() {
    return runs;
  }

  /**
   * The whole conversation: the request's messages, what the model said, and what tools answered;
   * unmodifiable.
   */
  public List<Message> transcript() {
    return transcript;
  }

  /** The calls the model still waits for; empty if it answered; unmodifiable. */
  public List<ToolCall> pendingCalls() {
    return pendingCalls;
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

  /** Collects what is known of a loop that has ended. Not thread-safe. */
  public static final class Builder {
    private final LoopOutcome outcome;
    private final List<ChatResponse> rounds;
    private List<ToolRun> runs = List.of();
    private List<Message> transcript = List.of();
    private List<ToolCall> pendingCalls = List.of();

    private Builder(LoopOutcome outcome, List<ChatResponse> rounds) {
      this.outcome = requireNonNull(outcome, "outcome");
      this.rounds = List.copyOf(rounds);
      if (rounds.isEmpty()) {
        throw new IllegalArgumentException("A loop has at least one round");
      }
    }

    /** Sets the calls of tools, in the order the model asked for them. Default: none. */
    public Builder runs(List<ToolRun> runs) {
      this.runs = List.copyOf(runs);
      return this;
    }

    /** Sets the whole conversation. Default: empty. */
    public Builder transcript(List<Message> transcript) {
      this.transcript = List.copyOf(transcript);
      return this;
    }

    /** Sets the calls the model still waits for. Default: none. */
    public Builder pendingCalls(List<ToolCall> calls) {
      this.pendingCalls = List.copyOf(calls);
      return this;
    }

    /** Builds the result. */
    public ToolLoopResult build() {
      return new ToolLoopResult(this);
    }
  }
}
