package dev.telltale.testing;

import org.jspecify.annotations.Nullable;

/**
 * The token counts an answer reports; a count that is null is estimated when the answer is served.
 */
record Tokens(@Nullable Long input, @Nullable Long output, long cached, long reasoning) {
  static final Tokens ESTIMATED = new Tokens(null, null, 0, 0);
  private static final long CHARACTERS_PER_TOKEN = 4;

  Tokens usage(long input, long output) {
    return new Tokens(
        notNegative(input, "input"), notNegative(output, "output"), cached, reasoning);
  }

  Tokens cached(long cached) {
    return new Tokens(input, output, notNegative(cached, "cached"), reasoning);
  }

  Tokens reasoning(long reasoning) {
    return new Tokens(input, output, cached, notNegative(reasoning, "reasoning"));
  }

  long inputFor(long requestBytes) {
    return input != null ? input : estimate(requestBytes);
  }

  long outputFor(long answerCharacters) {
    return output != null ? output : estimate(answerCharacters);
  }

  private static long estimate(long size) {
    return (size + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
  }

  private static long notNegative(long count, String name) {
    if (count < 0) {
      throw new IllegalArgumentException(name + " is negative; pass zero or more");
    }
    return count;
  }
}
