package dev.telltale.openai;

/** What stands as the content of a model's message that has tool calls and no text. */
public enum EmptyContent {
  /** {@code null}, as OpenAI sends it itself. */
  NULL,
  /** {@code ""}, for servers that take only a string or an array. */
  EMPTY_STRING
}
