package dev.telltale;

/**
 * Is told of an answer as it arrives, on the thread of the call.
 *
 * <p>The methods are called one after another, never at the same time: {@link #event} for each
 * event, then exactly one of {@link #completed} and {@link #failed}. The next event is read once
 * the method has returned, so a slow callback holds back the server. What {@link #event} throws
 * ends the stream and goes to {@link #failed}.
 */
@FunctionalInterface
public interface StreamCallback {

  /** The next event arrived. */
  void event(StreamEvent event);

  /** The stream ended well, with this answer. Does nothing unless overridden. */
  default void completed(ChatResponse response) {}

  /**
   * The stream ended in another way, was cancelled, or could not be opened. Does nothing unless
   * overridden.
   *
   * @param failure an {@link LlmException}, what {@link #event} threw, or a mistake in the call
   */
  default void failed(Throwable failure) {}
}
