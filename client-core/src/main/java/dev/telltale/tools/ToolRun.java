package dev.telltale.tools;

import static java.util.Objects.requireNonNull;

import dev.telltale.ToolCall;
import java.time.Duration;

/**
 * One call of a tool within a loop.
 *
 * @param round the round it was asked for in, from 1
 * @param call what the model asked for
 * @param status what came of it
 * @param result what the model was told
 * @param duration how long it ran; zero if it did not
 */
public record ToolRun(int round, ToolCall call, Status status, String result, Duration duration) {
  /** Creates a run. */
  public ToolRun {
    requireNonNull(call, "call");
    requireNonNull(status, "status");
    requireNonNull(result, "result");
    requireNonNull(duration, "duration");
  }

  /** Names the tool and the status; never arguments or result. */
  @Override
  public String toString() {
    return "ToolRun[" + round + ", " + call.name() + ", " + status + "]";
  }

  /** What came of a call. */
  public enum Status {
    /** The tool brought a result. */
    SUCCEEDED,
    /** The tool failed. */
    FAILED,
    /** The tool was cut off by its time limit. */
    TIMED_OUT,
    /** The arguments are not what the tool takes; it did not run. */
    INVALID_ARGUMENTS,
    /** There is no tool of that name. */
    UNKNOWN_TOOL,
    /** The approval refused it; it did not run. */
    DENIED
  }
}
