package dev.telltale.openai;

/** The member of a request that limits the tokens of the answer; servers differ in its name. */
public enum TokenLimit {
  /** OpenAI's: counts reasoning too, and the only one its reasoning models accept. */
  MAX_COMPLETION_TOKENS("max_completion_tokens"),
  /** The older name, which OpenAI deprecated and many compatible servers know alone. */
  MAX_TOKENS("max_tokens");

  private final String member;

  TokenLimit(String member) {
    this.member = member;
  }

  /** The name of the member. */
  public String member() {
    return member;
  }
}
