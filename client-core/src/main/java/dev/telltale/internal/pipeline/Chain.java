package dev.telltale.internal.pipeline;

import dev.telltale.LlmException;
import java.util.List;

/** The stages that a call has still to go through. Linked once, for all calls. */
@FunctionalInterface
interface Chain {

  /** These stages in this order, of which the last one answers. */
  static Chain of(List<Stage> stages) {
    Chain chain =
        call -> {
          throw new AssertionError("The last stage answers");
        };
    for (int i = stages.size() - 1; i >= 0; i--) {
      Stage stage = stages.get(i);
      Chain rest = chain;
      chain = call -> stage.run(call, rest);
    }
    return chain;
  }

  /**
   * Goes on with the call.
   *
   * @throws LlmException if there is no reply
   */
  Reply proceed(ChatCall call);
}
