package dev.telltale.testing;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import okio.ByteString;

/** A response whose stream is no plain sequence of text, and what stands for it unstreamed. */
final class ScriptedEvents extends Scripted {
  /** Longer than any test; closing the server ends it. */
  private static final Duration UNTIL_CLOSED = Duration.ofDays(1);

  private static final ByteString ERROR =
      ErrorJson.of("server_error", null, "server_error", "The server had an error.");

  /** An event is one line. */
  private static final ByteString ERROR_EVENT =
      ByteString.encodeUtf8(ERROR.utf8().lines().map(String::strip).collect(Collectors.joining()));

  private final Function<AnswerJson, EventStream> events;
  private final Function<AnswerJson, Reply> whole;

  private ScriptedEvents(
      Function<AnswerJson, EventStream> events,
      Function<AnswerJson, Reply> whole,
      Delivery delivery) {
    super(delivery);
    this.events = events;
    this.whole = whole;
  }

  static ScriptedEvents callOf(String name, String arguments) {
    return of(
        json ->
            text(json, List.of())
                .add(json.toolCallChunk(name, arguments))
                .add(json.finishChunk("tool_calls"))
                .addDone(),
        json -> Reply.json(200, json.toolCall(name, arguments), Ending.COMPLETE));
  }

  static ScriptedEvents errorAfter(List<String> pieces) {
    return of(
        json -> text(json, pieces).add(ERROR_EVENT),
        json -> Reply.json(500, ERROR, Ending.COMPLETE));
  }

  static ScriptedEvents stallAfter(List<String> pieces) {
    return of(
        json -> text(json, pieces).add(json.finishChunk("stop"), UNTIL_CLOSED).addDone(),
        json -> {
          Reply answer =
              Reply.json(200, json.answer(String.join("", pieces), "stop"), Ending.COMPLETE);
          Reply.Part body = answer.parts().get(0);
          return new Reply(
              200,
              answer.headers(),
              List.of(new Reply.Part(body.bytes(), UNTIL_CLOSED)),
              Ending.COMPLETE);
        });
  }

  static ScriptedEvents deltaMissing(List<String> pieces) {
    return of(
        json ->
            text(json, pieces)
                .add(json.chunkWithoutDelta())
                .add(json.finishChunk("stop"))
                .addDone(),
        json -> Reply.json(200, json.answer(String.join("", pieces), "stop"), Ending.COMPLETE));
  }

  private static ScriptedEvents of(
      Function<AnswerJson, EventStream> events, Function<AnswerJson, Reply> whole) {
    return new ScriptedEvents(events, whole, Delivery.AT_ONCE);
  }

  private static EventStream text(AnswerJson json, List<String> pieces) {
    EventStream events = new EventStream().add(json.roleChunk());
    pieces.forEach(piece -> events.add(json.textChunk(piece)));
    return events;
  }

  @Override
  Scripted deliveredAs(Delivery delivery) {
    return new ScriptedEvents(events, whole, delivery);
  }

  @Override
  Reply reply(Exchange exchange) {
    AnswerJson json = new AnswerJson(exchange, null, Tokens.ESTIMATED, 0);
    return exchange.request().streaming()
        ? events.apply(json).reply(Ending.COMPLETE)
        : whole.apply(json);
  }
}
