package dev.telltale.tools;

import dev.telltale.ChatResponse;
import dev.telltale.ChatStream;
import dev.telltale.LlmException;
import dev.telltale.StreamEvent;
import dev.telltale.StreamException;
import dev.telltale.StreamOutcome;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An answer of a type that arrives event by event: its JSON piece by piece, the value at the end.
 *
 * <pre>{@code
 * try (TypedStream<Weather> stream = client.answering(Weather.class).stream("Weather in Porto?")) {
 *   Weather weather = stream.forEachText(System.out::print).value();
 * }
 * }</pre>
 *
 * <p>It follows the rules of {@link ChatStream}: single use, one reader, closed by whoever opened
 * it. A stream that ends badly throws a {@link StreamException} with the text that had arrived.
 *
 * @param <T> the type
 */
public final class TypedStream<T> implements Iterable<StreamEvent>, AutoCloseable {
  private final ChatStream stream;
  private final JsonType<T> type;

  TypedStream(ChatStream stream, JsonType<T> type) {
    this.stream = stream;
    this.type = type;
  }

  /**
   * The events, read as they arrive.
   *
   * @throws IllegalStateException if the stream is being or has been read
   */
  @Override
  public Iterator<StreamEvent> iterator() {
    return stream.iterator();
  }

  /**
   * Reads to the end and hands over each piece of the JSON.
   *
   * @throws IllegalStateException if the stream is being or has been read
   * @throws LlmException if the stream does not end well
   */
  public TypedAnswer<T> forEachText(Consumer<? super String> text) {
    return TypedAnswer.read(type, stream.forEachText(text));
  }

  /**
   * The answer, put together from the events.
   *
   * @throws IllegalStateException if the stream has not ended
   */
  public TypedAnswer<T> answer() {
    ChatResponse response = stream.response();
    return TypedAnswer.read(type, response);
  }

  /** How the stream ended; empty while it has not. */
  public Optional<StreamOutcome> outcome() {
    return stream.outcome();
  }

  /** Ends the stream and releases its connection. Does nothing if it has ended. */
  @Override
  public void close() {
    stream.close();
  }
}
