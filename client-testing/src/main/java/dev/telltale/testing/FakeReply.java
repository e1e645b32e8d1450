package dev.telltale.testing;

import static java.util.Objects.requireNonNull;

import dev.telltale.ChatResponse;
import dev.telltale.Choice;
import dev.telltale.Content;
import dev.telltale.ErrorKind;
import dev.telltale.FinishReason;
import dev.telltale.Message;
import dev.telltale.Role;
import dev.telltale.TokenKind;
import dev.telltale.ToolCall;
import dev.telltale.Usage;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.provider.StreamSink;
import dev.telltale.provider.ToolCallPiece;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link FakeModel} says to one attempt: text, tool calls, a refusal, or a failure.
 *
 * <p>Immutable and thread-safe; every setter returns a copy.
 */
public final class FakeReply {
  private final List<Content> parts;
  private final List<String> pieces;
  private final FinishReason finish;
  private final String rawFinish;
  private final Usage usage;
  private final Ending ending;
  private final @Nullable ErrorDetails failure;
  private final int status;

  private FakeReply(Draft draft) {
    this.parts = List.copyOf(draft.parts);
    this.pieces = List.copyOf(draft.pieces);
    this.finish = draft.finish;
    this.rawFinish = draft.rawFinish;
    this.usage = draft.usage;
    this.ending = draft.ending;
    this.failure = draft.failure;
    this.status = draft.status;
  }

  /** An answer with this text; a stream brings it word by word. */
  public static FakeReply text(String text) {
    return ofPieces(Words.split(requireNonNull(text, "text")));
  }

  /** An answer with these pieces of text, each an event of a stream. */
  public static FakeReply pieces(String... pieces) {
    return ofPieces(List.of(pieces));
  }

  /** A refusal in the model's words. */
  public static FakeReply refusal(String text) {
    Draft draft = new Draft();
    draft.parts.add(new Content.Refusal(text));
    return new FakeReply(draft);
  }

  /**
   * The wish that a tool be called, with the id {@code call_1}.
   *
   * @param arguments a JSON object as text; may be broken
   */
  public static FakeReply toolCall(String name, String arguments) {
    return toolCalls(ToolCall.function("call_1", name, arguments));
  }

  /** The wish that tools be called. */
  public static FakeReply toolCalls(ToolCall... calls) {
    Draft draft = new Draft();
    draft.parts.addAll(List.of(calls));
    draft.finish = FinishReason.TOOL_CALLS;
    draft.rawFinish = "tool_calls";
    return new FakeReply(draft);
  }

  /**
   * A failure of this kind instead of an answer, with the HTTP status that is usual for it.
   *
   * @throws IllegalArgumentException if no provider reports this kind
   */
  public static FakeReply failure(ErrorKind kind) {
    Draft draft = new Draft();
    draft.failure = ErrorDetails.builder(kind).build();
    draft.status = status(kind);
    return new FakeReply(draft);
  }

  /** A connection that breaks before there is an answer. */
  public static FakeReply noConnection() {
    Draft draft = new Draft();
    draft.ending = Ending.CONNECTION_CLOSED;
    return new FakeReply(draft);
  }

  /** Sets how long the provider asks to wait after this failure. */
  public FakeReply retryAfter(Duration wait) {
    if (failure == null) {
      throw new IllegalStateException("Only a failure asks to wait");
    }
    return copy(draft -> draft.failure = failure.toBuilder().retryAfter(wait).build());
  }

  /**
   * Reports these tokens. Default: none.
   *
   * @throws IllegalArgumentException if there are less than none
   */
  public FakeReply usage(long inputTokens, long outputTokens) {
    if (inputTokens < 0 || outputTokens < 0) {
      throw new IllegalArgumentException("Tokens are not negative");
    }
    Usage reported =
        Usage.builder()
            .tokens(TokenKind.INPUT, inputTokens)
            .tokens(TokenKind.OUTPUT, outputTokens)
            .build();
    return copy(draft -> draft.usage = reported);
  }

  /** Sets why the model stopped, and the provider's word for it. */
  public FakeReply finish(FinishReason reason, String raw) {
    requireNonNull(reason, "reason");
    requireNonNull(raw, "raw");
    return copy(
        draft -> {
          draft.finish = reason;
          draft.rawFinish = raw;
        });
  }

  /**
   * Lets a stream end after its pieces, in good order but without finish reason and end.
   *
   * @throws IllegalStateException if it is a failure
   */
  public FakeReply unfinished() {
    return ending(Ending.UNFINISHED);
  }

  /**
   * Lets the connection of a stream break after its pieces.
   *
   * @throws IllegalStateException if it is a failure
   */
  public FakeReply cut() {
    return ending(Ending.CONNECTION_CLOSED);
  }

  private FakeReply ending(Ending early) {
    if (failure != null) {
      throw new IllegalStateException("Only an answer ends early: a failure is whole");
    }
    return copy(draft -> draft.ending = early);
  }

  @Nullable ErrorDetails failure() {
    return failure;
  }

  int status() {
    return status;
  }

  Ending ending() {
    return ending;
  }

  /** Whether the connection breaks before anything came. */
  boolean unreachable() {
    return ending == Ending.CONNECTION_CLOSED && parts.isEmpty();
  }

  ChatResponse response(String model) {
    Choice choice =
        Choice.builder(0, Message.of(Role.ASSISTANT, parts))
            .finishReason(finish, rawFinish)
            .build();
    return ChatResponse.builder().model(model).choices(List.of(choice)).usage(usage).build();
  }

  /** What a stream says, event by event. */
  List<Consumer<StreamSink>> events(String model) {
    List<Consumer<StreamSink>> events = new ArrayList<>();
    events.add(
        sink -> {
          sink.model(model);
          sink.choice(0);
        });
    for (String piece : pieces) {
      events.add(sink -> sink.text(0, piece));
    }
    for (Content part : parts) {
      if (part instanceof Content.Refusal refusal) {
        events.add(sink -> sink.refusal(0, refusal.text()));
      } else if (part instanceof ToolCall call) {
        events.add(sink -> sink.toolCall(0, ToolCallPiece.of(call)));
      }
    }
    if (ending == Ending.COMPLETE) {
      events.add(sink -> sink.finish(0, finish, rawFinish));
      events.add(sink -> sink.usage(usage));
      events.add(StreamSink::done);
    }
    return events;
  }

  /** Names what it is; never content. */
  @Override
  public String toString() {
    return "FakeReply[" + (failure == null ? parts + ", " + ending : failure) + "]";
  }

  private static FakeReply ofPieces(List<String> pieces) {
    Draft draft = new Draft();
    draft.pieces.addAll(pieces);
    draft.parts.add(new Content.Text(String.join("", pieces)));
    return new FakeReply(draft);
  }

  private static int status(ErrorKind kind) {
    return switch (kind) {
      case BAD_REQUEST, CONTENT_FILTERED, CONTEXT_LENGTH -> 400;
      case AUTHENTICATION -> 401;
      case PERMISSION -> 403;
      case NOT_FOUND -> 404;
      case TIMEOUT -> 408;
      case CONFLICT -> 409;
      case UNPROCESSABLE -> 422;
      case RATE_LIMIT, QUOTA_EXHAUSTED -> 429;
      case SERVER -> 500;
      case OVERLOADED -> 503;
      default ->
          throw new IllegalArgumentException(
              "No provider answers with " + kind + ": use noConnection, cut or unfinished");
    };
  }

  private FakeReply copy(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return new FakeReply(draft);
  }

  /** The fields of a copy while one of them is replaced. */
  private static final class Draft {
    final List<Content> parts = new ArrayList<>();
    final List<String> pieces = new ArrayList<>();
    FinishReason finish = FinishReason.STOP;
    String rawFinish = "stop";
    Usage usage = Usage.unknown();
    Ending ending = Ending.COMPLETE;
    @Nullable ErrorDetails failure;
    int status = 200;

    Draft() {}

    Draft(FakeReply from) {
      this.parts.addAll(from.parts);
      this.pieces.addAll(from.pieces);
      this.finish = from.finish;
      this.rawFinish = from.rawFinish;
      this.usage = from.usage;
      this.ending = from.ending;
      this.failure = from.failure;
      this.status = from.status;
    }
  }
}
