package dev.telltale;

/**
 * Why a model stopped, the same for every vendor. The provider's own word stands beside it, in
 * {@link Choice#rawFinishReason()}.
 */
public enum FinishReason {
  /** The model came to its natural end or to a stop sequence. */
  STOP,
  /** The token limit of the request or of the model was reached. */
  LENGTH,
  /** The model asks for one or more tools to be called. */
  TOOL_CALLS,
  /** The provider's content filter withheld the rest. */
  CONTENT_FILTER,
  /** The provider reported a failure as finish reason. */
  ERROR,
  /** A reason this version does not know; see the raw value. */
  OTHER
}
