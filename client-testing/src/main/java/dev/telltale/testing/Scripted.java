package dev.telltale.testing;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One response of a {@link ScriptedServer}: an answer, a stream or a failure.
 *
 * <p>Immutable and thread-safe; every setter returns a copy, so that one value can be served many
 * times and varied.
 */
public abstract sealed class Scripted
    permits ScriptedAnswer, ScriptedError, ScriptedEvents, ScriptedMalformed, ScriptedRaw {
  final Delivery delivery;

  Scripted(Delivery delivery) {
    this.delivery = delivery;
  }

  /** An answer with this text. A request that asks for a stream gets it word by word. */
  public static ScriptedAnswer answer(String text) {
    return ScriptedAnswer.of(Words.split(requireNonNull(text, "text")), Ending.COMPLETE);
  }

  /**
   * An answer in these pieces, one event each. A request that asks for no stream gets them joined.
   */
  public static ScriptedAnswer stream(String... pieces) {
    return ScriptedAnswer.of(List.of(pieces), Ending.COMPLETE);
  }

  /**
   * A stream whose connection is closed after these pieces, in the middle of the response; over
   * HTTP/2 only the request's stream is reset. A request that asks for no stream gets half of the
   * answer's body before.
   */
  public static ScriptedAnswer cutStream(String... piecesBefore) {
    return ScriptedAnswer.of(List.of(piecesBefore), Ending.CONNECTION_CLOSED);
  }

  /**
   * A stream that ends in good order after these pieces, but with neither finish reason nor {@code
   * [DONE]}. A request that asks for no stream gets half of the answer's body.
   */
  public static ScriptedAnswer unfinishedStream(String... piecesBefore) {
    return ScriptedAnswer.of(List.of(piecesBefore), Ending.UNFINISHED);
  }

  /**
   * The wish that a tool be called, with the id {@code call_1}.
   *
   * @param arguments a JSON object as text; may be broken
   */
  public static Scripted toolCall(String name, String arguments) {
    return ScriptedEvents.callOf(
        requireNonNull(name, "name"), requireNonNull(arguments, "arguments"));
  }

  /** A stream with an error event after these pieces. A request for no stream gets a 500. */
  public static Scripted errorInStream(String... piecesBefore) {
    return ScriptedEvents.errorAfter(List.of(piecesBefore));
  }

  /**
   * A stream that goes silent after these pieces, with its connection open, until the server is
   * closed. A request for no stream gets the headers and no body.
   */
  public static Scripted stalledStream(String... piecesBefore) {
    return ScriptedEvents.stallAfter(List.of(piecesBefore));
  }

  /** A stream with a choice that has no delta before its end, as Azure's filters send it. */
  public static Scripted chunkWithoutDelta(String... pieces) {
    return ScriptedEvents.deltaMissing(List.of(pieces));
  }

  /** An answer in one piece of this many characters. */
  public static ScriptedAnswer giantToken(int characters) {
    return ScriptedAnswer.of(List.of("x".repeat(characters)), Ending.COMPLETE);
  }

  /**
   * An answer in these pieces, with a GOAWAY between its last byte and the end of its HTTP body:
   * the server takes no more requests on this connection, and answers those it has. A client that
   * leaves a stream at {@code [DONE]} may send one more before it sees the GOAWAY; that one is
   * reset. Needs {@link ScriptedServer#startHttp2}.
   */
  public static ScriptedAnswer goAway(String... pieces) {
    return ScriptedAnswer.of(List.of(pieces), Ending.GOAWAY);
  }

  /** As many 429s in a row, each with a wait; see {@link #rateLimited}. */
  public static Scripted[] rateLimitStorm(int count, Duration retryAfter) {
    return Collections.nCopies(count, rateLimited(retryAfter)).toArray(new Scripted[0]);
  }

  /**
   * A 429 with code {@code rate_limit_exceeded}, the delay in {@code retry-after-ms}, and in {@code
   * retry-after} rounded up to whole seconds.
   */
  public static Scripted rateLimited(Duration retryAfter) {
    return ScriptedError.tooManyRequests(retryAfter);
  }

  /** A 500 with type {@code server_error}. */
  public static Scripted serverError() {
    return error(500, "server_error", null, "The server had an error.");
  }

  /**
   * A 400 that says the prompt was filtered, with code {@code content_filter} and the verdicts as
   * Azure sends them. For an answer that was filtered use {@code
   * answer(text).finishReason("content_filter")}.
   */
  public static Scripted contentFilter() {
    return ScriptedError.filtered();
  }

  /** A 401 with code {@code invalid_api_key}. It names no key. */
  public static Scripted wrongKey() {
    return ScriptedError.unauthorized();
  }

  /** A 200 whose body, or whose second event if a stream was asked for, stops inside its JSON. */
  public static Scripted malformed() {
    return new ScriptedMalformed(Delivery.AT_ONCE);
  }

  /**
   * An error in OpenAI's shape, for what has no factory here.
   *
   * @param status 400 to 599
   * @param code null writes a JSON null
   */
  public static Scripted error(int status, String type, @Nullable String code, String message) {
    return ScriptedError.of(status, type, code, message);
  }

  /**
   * Any body, sent as it is, for servers with habits of their own.
   *
   * @param status 200 to 599
   */
  public static Scripted raw(int status, String contentType, String body) {
    return ScriptedRaw.of(status, contentType, body);
  }

  /** Waits this long before the first byte of the response. Default: not at all. */
  public Scripted delay(Duration delay) {
    return deliveredAs(delivery.delay(delay));
  }

  /** Sets a response header, in place of the server's own header of this name if there is one. */
  public Scripted header(String name, String value) {
    return deliveredAs(delivery.header(name, value));
  }

  /** Whether only a server that speaks HTTP/2 can send it. */
  boolean http2Only() {
    return false;
  }

  abstract Scripted deliveredAs(Delivery delivery);

  abstract Reply reply(Exchange exchange);
}
