package dev.telltale.tools;

import dev.telltale.CallCancelledException;
import dev.telltale.LlmException;
import java.util.Iterator;
import java.util.function.Consumer;

/**
 * A tool loop whose rounds arrive event by event.
 *
 * <pre>{@code
 * try (ToolLoopStream stream = loop.stream(request)) {
 *   ToolLoopResult result = stream.forEachText(System.out::print);
 * }
 * }</pre>
 *
 * <p>Single use, for one reader. Tools run while the reader waits for the event after the end of a
 * round. Whoever opened it closes it, from any thread; closing ends the round that is being read
 * and interrupts the tools that run. A reader that waits in another thread then gets a {@link
 * CallCancelledException}. Not for users to implement.
 */
public interface ToolLoopStream extends Iterable<ToolLoopEvent>, AutoCloseable {

  /**
   * The events, as they arrive. Asking for the next one blocks until it is there, and throws an
   * {@link LlmException} if a round fails.
   *
   * @throws IllegalStateException if the stream is being or has been read
   */
  @Override
  Iterator<ToolLoopEvent> iterator();

  /**
   * Reads to the end and hands over each piece of text, also of rounds that ask for tools.
   *
   * @throws IllegalStateException if the stream is being or has been read
   * @throws LlmException if a round fails
   */
  ToolLoopResult forEachText(Consumer<? super String> text);

  /**
   * How the loop went. If it failed, what its reader was thrown is thrown again.
   *
   * @throws IllegalStateException if it has not ended, or was closed before
   * @throws LlmException if a round failed
   */
  ToolLoopResult result();

  /** Ends the loop. Does nothing if it has ended. */
  @Override
  void close();
}
