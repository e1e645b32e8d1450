package dev.telltale.tools;

import static java.util.Objects.requireNonNull;

import dev.telltale.AnswerException;
import dev.telltale.ChatResponse;
import dev.telltale.Choice;
import dev.telltale.Content;
import dev.telltale.FinishReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model's answer as a value of a type, or why there is none.
 *
 * <p>Immutable and thread-safe. {@link #toString()} never shows content.
 *
 * @param <T> the type
 */
public final class TypedAnswer<T> {
  private final AnswerOutcome outcome;
  private final @Nullable T value;
  private final @Nullable String problem;
  private final List<ChatResponse> responses;

  private TypedAnswer(
      AnswerOutcome outcome,
      @Nullable T value,
      @Nullable String problem,
      List<ChatResponse> responses) {
    this.outcome = outcome;
    this.value = value;
    this.problem = problem;
    this.responses = responses;
  }

  static <T> TypedAnswer<T> read(JsonType<T> type, ChatResponse response) {
    List<ChatResponse> responses = List.of(response);
    if (response.finishReason() == FinishReason.CONTENT_FILTER) {
      return new TypedAnswer<>(AnswerOutcome.FILTERED, null, null, responses);
    }
    AnswerOutcome instead = insteadOfValue(response);
    if (response.text().isBlank()) {
      AnswerOutcome without = instead == null ? AnswerOutcome.EMPTY : instead;
      return new TypedAnswer<>(without, null, null, responses);
    }
    try {
      T value = type.parse(withoutFence(response.text()));
      return new TypedAnswer<>(AnswerOutcome.VALUE, value, null, responses);
    } catch (MismatchException mismatch) {
      return instead == null
          ? new TypedAnswer<>(AnswerOutcome.MISMATCHED, null, mismatch.getMessage(), responses)
          : new TypedAnswer<>(instead, null, null, responses);
    }
  }

  /** Returns this answer as the one that came after another. */
  TypedAnswer<T> after(TypedAnswer<T> first) {
    return new TypedAnswer<>(outcome, value, problem, List.of(first.response(), response()));
  }

  /**
   * The value.
   *
   * @throws AnswerException if there is none; it says why
   */
  public T value() {
    if (outcome != AnswerOutcome.VALUE) {
      String hint =
          problem == null ? outcome.explanation() : outcome.explanation() + " " + problem + ".";
      throw AnswerException.from(outcome, hint, response());
    }
    return requireNonNull(value);
  }

  /** Whether there is a value, or why not. */
  public AnswerOutcome outcome() {
    return outcome;
  }

  /**
   * Where the answer does not follow the schema, and how, such as {@code $.days[2].low is not a
   * number}; null unless the outcome is {@link AnswerOutcome#MISMATCHED}. It holds nothing of the
   * answer.
   */
  public @Nullable String problem() {
    return problem;
  }

  /** The answer as it came; the second one if there was a repair. */
  public ChatResponse response() {
    return responses.get(responses.size() - 1);
  }

  /** All answers, oldest first: one, or two if there was a repair; unmodifiable. */
  public List<ChatResponse> responses() {
    return responses;
  }

  @Override
  public String toString() {
    return "TypedAnswer[" + outcome + "]";
  }

  /** Why the text, if there is any, need be no value; null if it has to be one. */
  private static @Nullable AnswerOutcome insteadOfValue(ChatResponse response) {
    if (refused(response.choices())) {
      return AnswerOutcome.REFUSED;
    }
    if (!response.toolCalls().isEmpty()) {
      return AnswerOutcome.TOOL_CALLS;
    }
    // Reasoning can use the tokens up before the first of the answer.
    return response.finishReason() == FinishReason.LENGTH ? AnswerOutcome.TRUNCATED : null;
  }

  private static boolean refused(List<Choice> choices) {
    return !choices.isEmpty()
        && choices.get(0).message().parts().stream().anyMatch(Content.Refusal.class::isInstance);
  }

  /** Models that are asked in words often put their JSON into a fenced block, words around it. */
  private static String withoutFence(String text) {
    int open = text.indexOf("```");
    int close = text.lastIndexOf("```");
    int json = text.indexOf('{');
    boolean fenced = open >= 0 && open < json && json < close;
    return fenced ? text.substring(json, close) : text;
  }
}
