package dev.telltale.tools;

import static java.util.Objects.requireNonNull;

import dev.telltale.AnswerException;
import dev.telltale.CallOptions;
import dev.telltale.ChatRequest;
import dev.telltale.LlmException;
import java.util.concurrent.CompletableFuture;

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
    return run(request, CallOptions.none());
  }

  /**
   * Runs a request.
   *
   * @param options for each round
   * @throws LlmException if a round fails
   * @throws IllegalArgumentException if the request has a response format
   */
  public Result<T> run(ChatRequest request, CallOptions options) {
    return Result.of(type, loop.run(TypedChat.asking(request, type), options));
  }

  /**
   * Asks one question on another thread.
   *
   * @return the result, or what {@link #run(String)} would throw
   */
  public CompletableFuture<Result<T>> runAsync(String prompt) {
    return runAsync(ChatRequest.of(prompt));
  }

  /**
   * Runs a request on another thread. Completing the future, as by cancelling it, ends the loop.
   *
   * @return the result, or what {@link #run(ChatRequest)} would throw
   * @throws IllegalArgumentException if the request has a response format
   */
  public CompletableFuture<Result<T>> runAsync(ChatRequest request) {
    return runAsync(request, CallOptions.none());
  }

  /**
   * Runs a request on another thread. Completing the future, as by cancelling it, ends the loop.
   *
   * @param options for each round
   * @return the result, or what {@link #run(ChatRequest, CallOptions)} would throw
   * @throws IllegalArgumentException if the request has a response format
   */
  public CompletableFuture<Result<T>> runAsync(ChatRequest request, CallOptions options) {
    CompletableFuture<ToolLoopResult> running =
        loop.runAsync(TypedChat.asking(request, type), options);
    return EndingFuture.of(running, result -> Result.of(type, result));
  }

  /**
   * Asks one question with streamed rounds; the first one begins when the stream is read. The
   * caller closes it.
   */
  public TypedToolLoopStream<T> stream(String prompt) {
    return stream(ChatRequest.of(prompt));
  }

  /**
   * Runs a request with streamed rounds; the first one begins when the stream is read. The caller
   * closes it.
   *
   * @throws IllegalArgumentException if the request has a response format
   */
  public TypedToolLoopStream<T> stream(ChatRequest request) {
    return stream(request, CallOptions.none());
  }

  /**
   * Runs a request with streamed rounds; the first one begins when the stream is read. The caller
   * closes it.
   *
   * @param options for each round
   * @throws IllegalArgumentException if the request has a response format
   */
  public TypedToolLoopStream<T> stream(ChatRequest request, CallOptions options) {
    return new TypedToolLoopStream<>(loop.stream(TypedChat.asking(request, type), options), type);
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

    static <T> Result<T> of(JsonType<T> type, ToolLoopResult loop) {
      return new Result<>(TypedAnswer.read(type, loop.lastRound()), loop);
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
