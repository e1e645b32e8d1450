package dev.telltale.internal.telemetry;

import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.TokenKind;
import dev.telltale.Usage;

/**
 * About the tokens of a stream that ended before its provider reported them. The output is what
 * arrived: what the provider made and did not send is not known to anyone here.
 */
final class EstimatedUsage {
  private EstimatedUsage() {}

  /** What was reported, and what was not as an estimate; nothing is where it has to be guessed. */
  static Usage of(ChatRequest request, ChatResponse partial) {
    Usage reported = partial.usage();
    if (reported.providerCostUsd().isPresent() || !PlainText.both(request, partial)) {
      return reported;
    }
    Usage.Builder usage = Usage.builder();
    for (TokenKind kind : TokenKind.values()) {
      reported.tokens(kind).ifPresent(count -> usage.tokens(kind, count));
    }
    if (reported.inputTokens().isEmpty()) {
      usage.tokens(TokenKind.INPUT, TokenCount.LIKELY.input(request));
    }
    if (reported.outputTokens().isEmpty()) {
      usage.tokens(TokenKind.OUTPUT, TokenCount.LIKELY.output(partial));
    }
    return usage.build();
  }
}
