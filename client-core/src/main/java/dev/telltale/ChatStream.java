package dev.telltale;

import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An answer that arrives event by event.
 *
 * <pre>{@code
 * try (ChatStream stream = client.stream("Tell me a story.")) {
 *   ChatResponse response = stream.forEachText(System.out::print);
 * }
 * }</pre>
 *
 * <p>Single use: {@link #iterator()} and {@link #forEachText} may be called once, together. Events
 * are read on the calling thread as they are asked for, so a slow reader holds back the server.
 *
 * <p>Whoever opened the stream closes it. Closing is idempotent and may be done from any thread: a
 * reader that is waiting in another thread then gets a {@link CallCancelledException}. A stream
 * that ends in any other way than {@link StreamOutcome#COMPLETED}, {@link
 * StreamOutcome#CONTENT_FILTERED} or an early close throws {@link StreamException} from the
 * iterator, with the part of the answer that had arrived. One reader at a time; the other methods
 * are thread-safe. Not for users to implement, but for a {@link ChatInterceptor} to wrap.
 */
public interface ChatStream extends Iterable<StreamEvent>, AutoCloseable {

  /**
   * The events, read as they arrive. {@link Iterator#hasNext()} blocks until the next one is there.
   *
   * @throws IllegalStateException if the stream is being or has been read
   */
  @Override
  Iterator<StreamEvent> iterator();

  /**
   * Reads to the end and hands over each piece of the first choice's text.
   *
   * @return the whole answer
   * @throws IllegalStateException if the stream is being or has been read
   * @throws LlmException if the stream does not end well
   */
  default ChatResponse forEachText(Consumer<? super String> text) {
    for (StreamEvent event : this) {
      if (event instanceof StreamEvent.TextDelta delta && delta.choice() == 0) {
        text.accept(delta.text());
      }
    }
    return response();
  }

  /**
   * The whole answer, put together from the events. After an early close it holds what had arrived.
   *
   * @throws IllegalStateException if the stream has not ended
   */
  ChatResponse response();

  /** How the stream ended; empty while it has not. */
  Optional<StreamOutcome> outcome();

  /** Ends the stream and releases its connection. Does nothing if it has ended. */
  @Override
  void close();
}
