package dev.telltale;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * How likely a model held a token to be.
 *
 * @param token the token's text
 * @param logProb the natural logarithm of its probability
 * @param bytes its UTF-8 bytes, each 0 to 255; empty if the server sent none
 * @param top the likeliest tokens at this place, likeliest first; empty if not asked for
 */
public record TokenLogProb(
    String token, double logProb, List<Integer> bytes, List<TokenLogProb> top) {
  /** Creates a token with its likelihood. */
  public TokenLogProb {
    requireNonNull(token, "token");
    bytes = List.copyOf(bytes);
    top = List.copyOf(top);
  }

  /** Shows the likelihood; never the token, which is content. */
  @Override
  public String toString() {
    return "TokenLogProb[" + logProb + "]";
  }
}
