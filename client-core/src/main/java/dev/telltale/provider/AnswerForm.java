package dev.telltale.provider;

/** In which form an answer is asked for. */
public enum AnswerForm {
  /** One body with the whole answer. */
  WHOLE,
  /** A stream of events. */
  STREAM
}
