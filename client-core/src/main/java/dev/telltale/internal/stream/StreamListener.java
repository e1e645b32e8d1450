package dev.telltale.internal.stream;

import dev.telltale.ChatResponse;
import dev.telltale.LlmException;
import dev.telltale.StreamOutcome;
import dev.telltale.provider.ErrorDetails;
import org.jspecify.annotations.Nullable;

/** Is told of each chunk of a stream, and once of its end. Must not throw. */
public interface StreamListener {

  /** The reader asks for a chunk and may have to wait for it. */
  void awaiting();

  /**
   * The chunk asked for was read.
   *
   * @param model the model that answers, as far as it is known
   */
  void chunk(@Nullable String model);

  /**
   * The stream ended, in the only way it will.
   *
   * @param response what arrived of the answer
   * @param failure what ended it, or null if nothing failed
   * @return the answer to hand out, with what the end added to it
   */
  ChatResponse ended(StreamOutcome outcome, ChatResponse response, @Nullable ErrorDetails failure);

  /**
   * The stream has ended and its connection is released.
   *
   * @param response the answer as it is handed out
   * @param failure what the reader is thrown, or null if nothing failed
   */
  void closed(StreamOutcome outcome, ChatResponse response, @Nullable LlmException failure);
}
