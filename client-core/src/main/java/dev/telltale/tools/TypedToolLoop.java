package dev.telltale.tools;

import static java.util.Objects.requireNonNull;

import dev.telltale.AnswerException;
import dev.telltale.ChatRequest;
import dev.telltale.LlmException;

/**
 * A {@link ToolLoop} whose answer is a value of a type.
 *
 * <p>Immutable and thread-safe.
 *
 * @param <T> the type
 */
public final class TypedToolLoop<T> {
  private final ToolLoop loop;
  private final JsonType<T> type;

  TypedToolLoop(ToolLoop loop, JsonType<T> type) {
    this.loop = loop;
    this.type = requireNonNull(type, "type");
  }

  /**
   * Asks one question.
   *
   * @throws LlmException if a round fails
   */
  public Result<T> run(String prompt) {
    return run(ChatRequest.of(prompt));
  }

  /**
   * Runs a request.
   *
   * @throws LlmException if a round fails
   * @throws IllegalArgumentException if the request has a response format
   */
  public Result<T> run(ChatRequest request) {
    ToolLoopResult result = loop.run(TypedChat.asking(request, type));
    return new Result<>(TypedAnswer.read(type, result.lastRound()), result);
  }

  /**
   * The answer, and how the loop came to it.
   *
   * @param answer the answer; without a value if the loop ended before
   * @param loop how the loop went
   * @param <T> the type of the answer
   */
  public record Result<T>(TypedAnswer<T> answer, ToolLoopResult loop) {
    /** Creates a result. */
    public Result {
      requireNonNull(answer, "answer");
      requireNonNull(loop, "loop");
    }

    /**
     * The value.
     *
     * @throws AnswerException if there is none; it says why
     */
    public T value() {
      loop.answer();
      return answer.value();
    }
  }
}
