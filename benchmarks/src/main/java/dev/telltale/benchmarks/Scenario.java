package dev.telltale.benchmarks;

/** One size of request and answer, as the budgets name them. */
enum Scenario {
  /** One message, an answer of 1 KB. */
  SMALL(1, 80, Prose.words(320)),

  /** A hundred messages in 200 KB of JSON, an answer of 1 KB. */
  BIG_REQUEST(100, 1_950, Prose.words(320)),

  /** One message, an answer of 64 KB with an escape in every line. */
  BIG_RESPONSE(1, 80, Prose.lines(63_000)),

  /** One message, a streamed answer of {@value #EVENTS} events. */
  STREAM(1, 80, Prose.words(Scenario.DELTAS * Scenario.DELTA_CHARS));

  static final String MODEL = "gpt-4o-mini";
  static final String FINISH_REASON = "stop";
  static final int INPUT_TOKENS = 120;
  static final int OUTPUT_TOKENS = 340;

  static final int EVENTS = 1_000;

  /** All events but the role, the finish reason and the usage. */
  static final int DELTAS = EVENTS - 3;

  static final int DELTA_CHARS = 6;

  private final int messages;
  private final int messageChars;
  private final String answer;

  Scenario(int messages, int messageChars, String answer) {
    this.messages = messages;
    this.messageChars = messageChars;
    this.answer = answer;
  }

  boolean streamed() {
    return this == STREAM;
  }

  /** The number of messages in the request. */
  int messages() {
    return messages;
  }

  /** The text of each message. */
  String prompt() {
    return Prose.words(messageChars);
  }

  /** The text that the server answers with. */
  String answer() {
    return answer;
  }

  /**
   * Compares what a client read with what the server sent.
   *
   * @throws IllegalStateException if they differ; the figures of that client mean nothing then
   */
  void verify(long contentChars, long totalTokens, int finishReasonChars) {
    if (contentChars != answer.length()
        || totalTokens != INPUT_TOKENS + OUTPUT_TOKENS
        || finishReasonChars != FINISH_REASON.length()) {
      throw new IllegalStateException(
          "A client read "
              + contentChars
              + " characters, "
              + totalTokens
              + " tokens and a finish reason of "
              + finishReasonChars
              + " characters, which the server of "
              + this
              + " did not send");
    }
  }
}
