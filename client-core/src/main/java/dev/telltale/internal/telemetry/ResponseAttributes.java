package dev.telltale.internal.telemetry;

import dev.telltale.ChatResponse;
import dev.telltale.Choice;
import dev.telltale.Cost;
import dev.telltale.TokenKind;
import dev.telltale.Usage;
import dev.telltale.telemetry.GenAi;
import dev.telltale.telemetry.TelemetryOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Everything the answer says, or what arrived of it, and what it cost. */
final class ResponseAttributes {
  private static final String MISSING = "error";

  private ResponseAttributes() {}

  static void put(
      AttributeSink sink,
      ChatResponse response,
      Completeness completeness,
      TelemetryOptions options) {
    sink.putIfKnown(GenAi.RESPONSE_ID, response.id());
    sink.putIfKnown(GenAi.RESPONSE_MODEL, response.model());
    List<String> reasons = finishReasons(response, completeness);
    sink.putUnlessEmpty(GenAi.RESPONSE_FINISH_REASONS, reasons);
    Usage usage = response.usage();
    sink.putIfKnown(GenAi.USAGE_INPUT_TOKENS, usage.inputTokens());
    sink.putIfKnown(GenAi.USAGE_OUTPUT_TOKENS, usage.outputTokens());
    sink.putIfKnown(GenAi.USAGE_CACHE_READ_INPUT_TOKENS, usage.cacheReadTokens());
    sink.putIfKnown(GenAi.USAGE_REASONING_OUTPUT_TOKENS, usage.reasoningTokens());
    OptionalLong cacheWrite = usage.tokens(TokenKind.CACHE_WRITE);
    if (options.conventions().released()) {
      sink.putIfKnown(GenAi.USAGE_CACHE_CREATION_INPUT_TOKENS, cacheWrite);
    }
    if (options.conventions().latest()) {
      sink.putIfKnown(GenAi.USAGE_CACHE_WRITE_INPUT_TOKENS, cacheWrite);
      putModalities(sink, usage);
    }
    if (options.articleNames()) {
      putArticleNames(sink, usage, reasons);
    }
  }

  static void putCost(AttributeSink sink, Cost cost, TelemetryOptions options) {
    if (cost.usd().isPresent()) {
      double usd = cost.usd().get().doubleValue();
      sink.put(GenAi.USAGE_COST_AMOUNT, usd);
      sink.put(GenAi.USAGE_COST_CURRENCY, "USD");
      sink.put(GenAi.USAGE_COST_SOURCE, name(cost.source()));
      if (options.usageCost()) {
        sink.put(GenAi.USAGE_COST, usd);
      }
    }
    sink.put(GenAi.COST_STATUS, name(cost.status()));
    sink.putUnlessEmpty(GenAi.COST_REASONS, cost.reasons());
    sink.putIfKnown(GenAi.COST_PRICE_VERSION, cost.priceVersion());
  }

  private static void putModalities(AttributeSink sink, Usage usage) {
    sink.putIfKnown(GenAi.USAGE_TEXT_INPUT_TOKENS, usage.tokens(TokenKind.TEXT_INPUT));
    sink.putIfKnown(GenAi.USAGE_IMAGE_INPUT_TOKENS, usage.tokens(TokenKind.IMAGE_INPUT));
    sink.putIfKnown(GenAi.USAGE_AUDIO_INPUT_TOKENS, usage.tokens(TokenKind.AUDIO_INPUT));
    sink.putIfKnown(GenAi.USAGE_TEXT_OUTPUT_TOKENS, usage.tokens(TokenKind.TEXT_OUTPUT));
    sink.putIfKnown(GenAi.USAGE_IMAGE_OUTPUT_TOKENS, usage.tokens(TokenKind.IMAGE_OUTPUT));
    sink.putIfKnown(GenAi.USAGE_AUDIO_OUTPUT_TOKENS, usage.tokens(TokenKind.AUDIO_OUTPUT));
    sink.putIfKnown(
        GenAi.USAGE_IMAGE_CACHE_READ_INPUT_TOKENS, usage.tokens(TokenKind.IMAGE_CACHE_READ));
    sink.putIfKnown(
        GenAi.USAGE_AUDIO_CACHE_READ_INPUT_TOKENS, usage.tokens(TokenKind.AUDIO_CACHE_READ));
  }

  private static void putArticleNames(AttributeSink sink, Usage usage, List<String> reasons) {
    sink.putIfKnown(GenAi.LLM_PROMPT_TOKENS, usage.inputTokens());
    sink.putIfKnown(GenAi.LLM_COMPLETION_TOKENS, usage.outputTokens());
    if (usage.inputTokens().isPresent() && usage.outputTokens().isPresent()) {
      long total = usage.inputTokens().getAsLong() + usage.outputTokens().getAsLong();
      sink.put(GenAi.LLM_TOTAL_TOKENS, usage.totalTokens().orElse(total));
    }
    if (!reasons.isEmpty()) {
      sink.put(GenAi.LLM_FINISH_REASON, reasons.get(0));
    }
  }

  static List<String> finishReasons(ChatResponse response, Completeness completeness) {
    List<Choice> choices = response.choices();
    String only = choices.size() == 1 ? choices.get(0).rawFinishReason() : null;
    if (only != null) {
      return List.of(only);
    }
    List<String> reasons = new ArrayList<>(choices.size());
    boolean anySent = false;
    for (Choice choice : choices) {
      String raw = choice.rawFinishReason();
      anySent |= raw != null;
      reasons.add(raw == null ? MISSING : raw);
    }
    if (completeness == Completeness.CUT_SHORT) {
      return reasons.isEmpty() ? List.of(MISSING) : reasons;
    }
    return anySent ? reasons : List.of();
  }

  private static String name(Cost.Source source) {
    return switch (source) {
      case LOCAL -> "local";
      case PROVIDER -> "provider";
    };
  }

  private static String name(Cost.Status status) {
    return switch (status) {
      case PRICED -> "priced";
      case APPROXIMATE -> "approximate";
      case UNPRICED -> "unpriced";
    };
  }

  /** Whether an answer came to its end. */
  enum Completeness {
    WHOLE,
    CUT_SHORT
  }
}
