package dev.telltale.testing;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A scripted answer of the model, delivered as the request asks: whole, or as a stream of events.
 *
 * <p>A stream sends the role, the pieces of text, the finish reason, the usage if the request set
 * {@code stream_options.include_usage}, and {@code [DONE]}. Immutable and thread-safe; every setter
 * returns a copy.
 */
public final class ScriptedAnswer extends Scripted {
  private final List<String> pieces;
  private final Ending ending;
  private final @Nullable String model;
  private final String finishReason;
  private final @Nullable Tokens tokens;
  private final Duration pace;

  private ScriptedAnswer(Draft draft) {
    super(draft.delivery);
    this.pieces = draft.pieces;
    this.ending = draft.ending;
    this.model = draft.model;
    this.finishReason = draft.finishReason;
    this.tokens = draft.tokens;
    this.pace = draft.pace;
  }

  static ScriptedAnswer of(List<String> pieces, Ending ending) {
    return new ScriptedAnswer(new Draft(pieces, ending));
  }

  /**
   * Reports these token counts. Default: one token per 4 bytes of the request's body and one per 4
   * characters of the answer, each rounded up.
   */
  public ScriptedAnswer usage(long inputTokens, long outputTokens) {
    Tokens known = tokens == null ? Tokens.ESTIMATED : tokens;
    return copy(draft -> draft.tokens = known.usage(inputTokens, outputTokens));
  }

  /** Reports how many of the input tokens came from the prompt cache. Default: 0. */
  public ScriptedAnswer cachedTokens(long cachedTokens) {
    Tokens known = tokens == null ? Tokens.ESTIMATED : tokens;
    return copy(draft -> draft.tokens = known.cached(cachedTokens));
  }

  /** Reports how many of the output tokens were spent on reasoning. Default: 0. */
  public ScriptedAnswer reasoningTokens(long reasoningTokens) {
    Tokens known = tokens == null ? Tokens.ESTIMATED : tokens;
    return copy(draft -> draft.tokens = known.reasoning(reasoningTokens));
  }

  /** Reports no usage at all, as some compatible servers do. */
  public ScriptedAnswer noUsage() {
    return copy(draft -> draft.tokens = null);
  }

  /** Ends with this reason, as on the wire: {@code stop} (default), {@code length}, any other. */
  public ScriptedAnswer finishReason(String finishReason) {
    requireNonNull(finishReason, "finishReason");
    return copy(draft -> draft.finishReason = finishReason);
  }

  /** Names this model as the one that answered. Default: the model of the request. */
  public ScriptedAnswer model(String model) {
    requireNonNull(model, "model");
    return copy(draft -> draft.model = model);
  }

  /** Waits this long before each piece of text of a stream. Default: full speed. */
  public ScriptedAnswer pace(Duration pace) {
    Delivery.notNegative(pace, "pace");
    return copy(draft -> draft.pace = pace);
  }

  @Override
  public ScriptedAnswer delay(Duration delay) {
    return (ScriptedAnswer) super.delay(delay);
  }

  @Override
  public ScriptedAnswer header(String name, String value) {
    return (ScriptedAnswer) super.header(name, value);
  }

  @Override
  ScriptedAnswer deliveredAs(Delivery delivery) {
    return copy(draft -> draft.delivery = delivery);
  }

  @Override
  boolean http2Only() {
    return ending == Ending.GOAWAY;
  }

  @Override
  Reply reply(Exchange exchange) {
    return exchange.request().streaming() ? streamed(exchange) : whole(exchange);
  }

  private Reply whole(Exchange exchange) {
    AnswerJson json = json(exchange);
    return Reply.json(200, json.answer(String.join("", pieces), finishReason), ending);
  }

  private Reply streamed(Exchange exchange) {
    AnswerJson json = json(exchange);
    EventStream events = new EventStream();
    events.add(json.roleChunk());
    for (String piece : pieces) {
      events.add(json.textChunk(piece), pace);
    }
    if (ending.complete()) {
      events.add(json.finishChunk(finishReason));
      if (exchange.request().usageRequested() && tokens != null) {
        events.add(json.usageChunk());
      }
      events.addDone();
    }
    return events.reply(ending);
  }

  private AnswerJson json(Exchange exchange) {
    int characters = pieces.stream().mapToInt(String::length).sum();
    return new AnswerJson(exchange, model, tokens, characters);
  }

  private ScriptedAnswer copy(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return new ScriptedAnswer(draft);
  }

  /** The fields of a copy while one of them is replaced. */
  private static final class Draft {
    final List<String> pieces;
    final Ending ending;
    Delivery delivery = Delivery.AT_ONCE;
    @Nullable String model;
    String finishReason = "stop";
    @Nullable Tokens tokens = Tokens.ESTIMATED;
    Duration pace = Duration.ZERO;

    Draft(List<String> pieces, Ending ending) {
      this.pieces = List.copyOf(pieces);
      this.ending = ending;
    }

    Draft(ScriptedAnswer from) {
      this(from.pieces, from.ending);
      this.delivery = from.delivery;
      this.model = from.model;
      this.finishReason = from.finishReason;
      this.tokens = from.tokens;
      this.pace = from.pace;
    }
  }
}
