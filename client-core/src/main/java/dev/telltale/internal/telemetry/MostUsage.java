package dev.telltale.internal.telemetry;

import dev.telltale.Budget;
import dev.telltale.ChatRequest;
import dev.telltale.TokenKind;
import dev.telltale.Usage;

/** About the most tokens that a call may use. */
final class MostUsage {
  private MostUsage() {}

  static Usage of(ChatRequest request) {
    long output = request.maxTokens().orElse(Budget.DEFAULT_OUTPUT_TOKENS);
    return Usage.builder()
        .tokens(TokenKind.INPUT, TokenCount.MOST.input(request))
        .tokens(TokenKind.OUTPUT, output * request.choiceCount().orElse(1))
        .build();
  }
}
