package dev.telltale.internal.pipeline;

import dev.telltale.LlmException;

/**
 * One step that every call goes through, in whatever form it is answered. Stages are immutable and
 * thread-safe; what belongs to one call is in {@link ChatCall}.
 */
interface Stage {

  /**
   * Does its part and lets the rest of the chain do theirs.
   *
   * @throws LlmException if there is no reply
   */
  Reply run(ChatCall call, Chain rest);
}
