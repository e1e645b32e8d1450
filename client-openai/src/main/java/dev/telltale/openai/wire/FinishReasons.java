package dev.telltale.openai.wire;

import dev.telltale.FinishReason;

/** Translates the words that servers of this protocol have for why a model stopped. */
public final class FinishReasons {
  private FinishReasons() {}

  /** The neutral reason of a server's word; {@link FinishReason#OTHER} for one not known. */
  public static FinishReason of(String raw) {
    return switch (raw) {
      case "stop", "eos" -> FinishReason.STOP;
      case "length", "model_length" -> FinishReason.LENGTH;
      case "tool_calls", "function_call" -> FinishReason.TOOL_CALLS;
      case "content_filter" -> FinishReason.CONTENT_FILTER;
      case "error", "insufficient_system_resource" -> FinishReason.ERROR;
      default -> FinishReason.OTHER;
    };
  }
}
