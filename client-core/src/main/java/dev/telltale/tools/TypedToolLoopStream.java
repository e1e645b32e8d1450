package dev.telltale.tools;

import dev.telltale.LlmException;
import java.util.Iterator;
import java.util.function.Consumer;

/**
 * A streamed tool loop whose answer is a value of a type: its rounds event by event, the value at
 * the end.
 *
 * <p>It follows the rules of {@link ToolLoopStream}: single use, one reader, closed by whoever
 * opened it.
 *
 * @param <T> the type
 */
public final class TypedToolLoopStream<T> implements Iterable<ToolLoopEvent>, AutoCloseable {
  private final ToolLoopStream stream;
  private final JsonType<T> type;

  TypedToolLoopStream(ToolLoopStream stream, JsonType<T> type) {
    this.stream = stream;
    this.type = type;
  }

  /**
   * The events, as they arrive.
   *
   * @throws IllegalStateException if the stream is being or has been read
   */
  @Override
  public Iterator<ToolLoopEvent> iterator() {
    return stream.iterator();
  }

  /**
   * Reads to the end and hands over each piece of text, also of rounds that ask for tools.
   *
   * @throws IllegalStateException if the stream is being or has been read
   * @throws LlmException if a round fails
   */
  public TypedToolLoop.Result<T> forEachText(Consumer<? super String> text) {
    return TypedToolLoop.Result.of(type, stream.forEachText(text));
  }

  /**
   * The answer, and how the loop came to it.
   *
   * @throws IllegalStateException if the loop has not ended
   */
  public TypedToolLoop.Result<T> result() {
    return TypedToolLoop.Result.of(type, stream.result());
  }

  /** Ends the loop. Does nothing if it has ended. */
  @Override
  public void close() {
    stream.close();
  }
}
