package dev.telltale.internal.pipeline;

import java.util.List;

/** The stages that a call has still to go through. */
record Chain(List<Stage> stages, int index) {

  static Chain of(List<Stage> stages) {
    return new Chain(stages, 0);
  }

  Reply proceed(ChatCall call) {
    return stages.get(index).run(call, new Chain(stages, index + 1));
  }
}
