package dev.telltale.internal.pipeline;

import dev.telltale.ChatResponse;
import dev.telltale.ChatStream;

/** What a stage hands back: a whole answer, or a stream whose first event is there. */
sealed interface Reply {

  /** A whole answer. */
  record Whole(ChatResponse response) implements Reply {}

  /** A stream that its reader goes on with. */
  record Opened(ChatStream stream) implements Reply {}
}
