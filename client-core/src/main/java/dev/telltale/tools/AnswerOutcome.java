package dev.telltale.tools;

/**
 * What came of asking a model for a value of a type.
 *
 * <p>New outcomes may be added; a {@code switch} over this type keeps a {@code default}.
 */
public enum AnswerOutcome {
  /** A value. */
  VALUE("The answer is a value."),
  /** The model refuses to answer; its words are in the response. */
  REFUSED("The model refuses to answer; its words are in the response."),
  /** The answer ends where its token limit was reached. */
  TRUNCATED("The answer reached its token limit: raise maxTokens, or ask for less."),
  /** The provider's content filter ended the answer. */
  FILTERED("The provider's content filter ended the answer."),
  /** The model asks for tools instead of answering. */
  TOOL_CALLS("The model asks for tools instead: run the request by a ToolLoop."),
  /** The answer is empty. */
  EMPTY("The answer is empty."),
  /** The answer is no JSON of the type; the problem says where. */
  MISMATCHED("The answer does not follow the schema.");

  private final String explanation;

  AnswerOutcome(String explanation) {
    this.explanation = explanation;
  }

  /** A sentence on what happened; it never holds anything of the answer. */
  public String explanation() {
    return explanation;
  }
}
