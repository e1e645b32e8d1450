package dev.telltale.tools;

import static java.util.Objects.requireNonNull;

import dev.telltale.AnswerException;
import dev.telltale.CallOptions;
import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.LlmException;
import dev.telltale.Message;
import dev.telltale.ResponseFormat;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ChatClient} that asks for answers of a type.
 *
 * <pre>{@code
 * record Weather(String city, double celsius) {}
 *
 * Weather weather = client.answering(Weather.class).chat("Weather in Porto?").value();
 * }</pre>
 *
 * <p>The schema of the type goes with the request, or into its instructions for a provider that
 * takes none. A model that refuses, or whose answer is cut or does not follow the schema, makes no
 * call fail: the {@link TypedAnswer} says so, and its {@code value()} throws an {@link
 * AnswerException}.
 *
 * <p>Immutable and thread-safe; it holds the client, which stays whose it is.
 *
 * @param <T> the type
 */
public final class TypedChat<T> {
  private final ChatClient client;
  private final JsonType<T> type;
  private final boolean repairs;

  private TypedChat(ChatClient client, JsonType<T> type, boolean repairs) {
    this.client = client;
    this.type = type;
    this.repairs = repairs;
  }

  /** Returns a client that asks for answers of the type. */
  public static <T> TypedChat<T> of(ChatClient client, JsonType<T> type) {
    return new TypedChat<>(requireNonNull(client, "client"), requireNonNull(type, "type"), false);
  }

  /**
   * Returns this with one repair: an answer that does not follow the schema is shown to the model
   * once, with what is wrong, and asked for again. That is a second call. Streams are not repaired.
   */
  public TypedChat<T> repairing() {
    return new TypedChat<>(client, type, true);
  }

  /** The type. */
  public JsonType<T> type() {
    return type;
  }

  /**
   * Asks one question of the provider's default model.
   *
   * @throws LlmException if no answer came
   */
  public TypedAnswer<T> chat(String prompt) {
    return chat(ChatRequest.of(prompt));
  }

  /**
   * Sends a request and waits for the whole answer.
   *
   * @throws LlmException if no answer came
   * @throws IllegalArgumentException if the request has a response format
   */
  public TypedAnswer<T> chat(ChatRequest request) {
    return chat(request, CallOptions.none());
  }

  /**
   * Sends a request and waits for the whole answer.
   *
   * @throws LlmException if no answer came
   * @throws IllegalArgumentException if the request has a response format
   */
  public TypedAnswer<T> chat(ChatRequest request, CallOptions options) {
    ChatRequest asked = asking(request, type);
    TypedAnswer<T> answer = TypedAnswer.read(type, client.chat(asked, options));
    if (!repairs || answer.outcome() != AnswerOutcome.MISMATCHED) {
      return answer;
    }
    ChatResponse second = client.chat(repair(asked, answer), options);
    return TypedAnswer.read(type, second).after(answer);
  }

  /**
   * Asks one question of the provider's default model, on another thread.
   *
   * @return the answer, or what {@link #chat(ChatRequest, CallOptions)} would throw
   */
  public CompletableFuture<TypedAnswer<T>> chatAsync(String prompt) {
    return chatAsync(ChatRequest.of(prompt));
  }

  /**
   * Sends a request on another thread. Completing the future, as by cancelling it, ends the call.
   *
   * @return the answer, or what {@link #chat(ChatRequest)} would throw
   * @throws IllegalArgumentException if the request has a response format
   */
  public CompletableFuture<TypedAnswer<T>> chatAsync(ChatRequest request) {
    return chatAsync(request, CallOptions.none());
  }

  /**
   * Sends a request on another thread. Completing the future, as by cancelling it, ends the call.
   *
   * @return the answer, or what {@link #chat(ChatRequest, CallOptions)} would throw
   * @throws IllegalArgumentException if the request has a response format
   */
  public CompletableFuture<TypedAnswer<T>> chatAsync(ChatRequest request, CallOptions options) {
    CompletableFuture<TypedAnswer<T>> typed = new CompletableFuture<>();
    ask(asking(request, type), options, null, typed);
    return typed;
  }

  /**
   * Asks one question and returns the answer as a stream, which the caller closes.
   *
   * @throws LlmException if the stream could not be opened
   */
  public TypedStream<T> stream(String prompt) {
    return stream(ChatRequest.of(prompt));
  }

  /**
   * Sends a request and returns the answer as a stream, which the caller closes.
   *
   * @throws LlmException if the stream could not be opened
   * @throws IllegalArgumentException if the request has a response format
   */
  public TypedStream<T> stream(ChatRequest request) {
    return stream(request, CallOptions.none());
  }

  /**
   * Sends a request and returns the answer as a stream, which the caller closes.
   *
   * @throws LlmException if the stream could not be opened
   * @throws IllegalArgumentException if the request has a response format
   */
  public TypedStream<T> stream(ChatRequest request, CallOptions options) {
    return new TypedStream<>(client.stream(asking(request, type), options), type);
  }

  /**
   * Asks on another thread, and once more if the answer is to be repaired.
   *
   * @param first the answer that is being repaired, or null
   */
  private void ask(
      ChatRequest asked,
      CallOptions options,
      @Nullable TypedAnswer<T> first,
      CompletableFuture<TypedAnswer<T>> typed) {
    CompletableFuture<ChatResponse> call = client.chatAsync(asked, options);
    CompletableFuture<?> unused =
        call.whenComplete(
            (response, failure) -> {
              if (failure != null) {
                typed.completeExceptionally(failure);
                return;
              }
              try {
                answered(asked, options, first, response, typed);
              } catch (RuntimeException | Error closed) {
                typed.completeExceptionally(closed);
              }
            });
    EndingFuture.endWith(typed, call);
  }

  private void answered(
      ChatRequest asked,
      CallOptions options,
      @Nullable TypedAnswer<T> first,
      ChatResponse response,
      CompletableFuture<TypedAnswer<T>> typed) {
    TypedAnswer<T> answer = TypedAnswer.read(type, response);
    boolean last = first != null || !repairs || typed.isDone();
    if (!last && answer.outcome() == AnswerOutcome.MISMATCHED) {
      ask(repair(asked, answer), options, answer, typed);
    } else {
      typed.complete(first == null ? answer : answer.after(first));
    }
  }

  static ChatRequest asking(ChatRequest request, JsonType<?> type) {
    if (request.responseFormat() != null) {
      throw new IllegalArgumentException(
          "The type decides the form of the answer: leave out responseFormat");
    }
    return request.toBuilder()
        .responseFormat(ResponseFormat.jsonSchema(type.name(), type.schema()).asStrict())
        .build();
  }

  private static ChatRequest repair(ChatRequest asked, TypedAnswer<?> answer) {
    return asked.toBuilder()
        .message(Message.assistant(answer.response().text()))
        .message(
            Message.user(
                "That is not the JSON asked for: "
                    + answer.problem()
                    + ". Answer again with the whole JSON, corrected, and nothing else."))
        .build();
  }
}
