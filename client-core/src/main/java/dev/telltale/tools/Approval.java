package dev.telltale.tools;

import static java.util.Objects.requireNonNull;

import dev.telltale.Tool;
import dev.telltale.ToolCall;

/**
 * Whether a tool may run.
 *
 * <p>Immutable and thread-safe.
 *
 * @param decision whether it may
 * @param reason words for the model; empty if there are none
 */
public record Approval(Decision decision, String reason) {
  /** Creates a decision. */
  public Approval {
    requireNonNull(decision, "decision");
    requireNonNull(reason, "reason");
  }

  /** It may run. */
  public static Approval granted() {
    return new Approval(Decision.GRANTED, "");
  }

  /**
   * It may not run, and the model is told so.
   *
   * @param reason words for the model
   */
  public static Approval denied(String reason) {
    return new Approval(Decision.DENIED, reason);
  }

  /** No tool of this round runs, and the loop ends with {@link LoopOutcome#STOPPED}. */
  public static Approval stop() {
    return new Approval(Decision.STOP, "");
  }

  /** What an approval can say. */
  public enum Decision {
    /** It may run. */
    GRANTED,
    /** It may not. */
    DENIED,
    /** The loop ends. */
    STOP
  }

  /** Is asked before a tool runs, on the thread of the loop, in the order of the calls. */
  @FunctionalInterface
  public interface Policy {
    /** Decides about one call; what it throws ends the loop. */
    Approval decide(Tool tool, ToolCall call);
  }
}
