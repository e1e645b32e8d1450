package dev.telltale.tools;

/**
 * How a tool loop ended.
 *
 * <p>New outcomes may be added; a {@code switch} over this type keeps a {@code default}.
 */
public enum LoopOutcome {
  /** The model answered without asking for a tool. */
  ANSWERED,
  /** The most rounds were made, and the model still asks for tools. */
  ROUND_LIMIT,
  /** The model asks for more calls of tools than are allowed. */
  CALL_LIMIT,
  /** The time is up. */
  TIME_LIMIT,
  /** The most money was spent, and the model still asks for tools. */
  COST_LIMIT,
  /** A cost limit is set, and the cost of a round is not known. */
  COST_UNKNOWN,
  /** The approval stopped the loop. */
  STOPPED,
  /** The model asks for a tool that the caller runs: one that is declared without a body. */
  TOOLS_REQUESTED
}
