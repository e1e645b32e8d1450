package dev.telltale.internal.telemetry;

import dev.telltale.CallOptions;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.Choice;
import dev.telltale.Cost;
import dev.telltale.TokenKind;
import dev.telltale.Usage;
import dev.telltale.provider.AnswerForm;
import dev.telltale.provider.ProviderInfo;
import dev.telltale.telemetry.GenAi;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Puts a call's standard attributes on its span. What is not known is not set. */
final class SpanAttributes {
  private static final String MISSING = "error";

  private SpanAttributes() {}

  /** What a sampler may decide by, and everything the request says. */
  static void start(
      SpanBuilder span, ProviderInfo provider, ChatRequest request, String model, AnswerForm form) {
    span.setAttribute(GenAi.OPERATION_NAME, GenAi.CHAT);
    span.setAttribute(GenAi.PROVIDER_NAME, provider.name());
    span.setAttribute(GenAi.REQUEST_MODEL, model);
    span.setAttribute(GenAi.SERVER_ADDRESS, provider.endpoint().host());
    span.setAttribute(GenAi.SERVER_PORT, (long) provider.endpoint().port());
    if (form == AnswerForm.STREAM) {
      span.setAttribute(GenAi.REQUEST_STREAM, true);
    }
    if (request.maxTokens().isPresent()) {
      span.setAttribute(GenAi.REQUEST_MAX_TOKENS, (long) request.maxTokens().getAsInt());
    }
    set(span, GenAi.REQUEST_TEMPERATURE, request.temperature());
    set(span, GenAi.REQUEST_TOP_P, request.topP());
    set(span, GenAi.REQUEST_FREQUENCY_PENALTY, request.frequencyPenalty());
    set(span, GenAi.REQUEST_PRESENCE_PENALTY, request.presencePenalty());
    if (request.seed().isPresent()) {
      span.setAttribute(GenAi.REQUEST_SEED, request.seed().getAsLong());
    }
    if (request.choiceCount().orElse(1) != 1) {
      span.setAttribute(GenAi.REQUEST_CHOICE_COUNT, (long) request.choiceCount().getAsInt());
    }
    if (!request.stopSequences().isEmpty()) {
      span.setAttribute(GenAi.REQUEST_STOP_SEQUENCES, request.stopSequences());
    }
  }

  static void options(SpanBuilder span, CallOptions options) {
    String conversation = options.conversationId();
    if (conversation != null) {
      span.setAttribute(GenAi.CONVERSATION_ID, conversation);
    }
  }

  /** Everything the answer says, or what arrived of it. */
  static void response(Span span, ChatResponse response, Completeness completeness) {
    set(span, GenAi.RESPONSE_ID, response.id());
    set(span, GenAi.RESPONSE_MODEL, response.model());
    List<String> reasons = finishReasons(response, completeness);
    if (!reasons.isEmpty()) {
      span.setAttribute(GenAi.RESPONSE_FINISH_REASONS, reasons);
    }
    Usage usage = response.usage();
    set(span, GenAi.USAGE_INPUT_TOKENS, usage.inputTokens());
    set(span, GenAi.USAGE_OUTPUT_TOKENS, usage.outputTokens());
    set(span, GenAi.USAGE_CACHE_READ_INPUT_TOKENS, usage.cacheReadTokens());
    set(span, GenAi.USAGE_CACHE_CREATION_INPUT_TOKENS, usage.tokens(TokenKind.CACHE_WRITE));
    set(span, GenAi.USAGE_REASONING_OUTPUT_TOKENS, usage.reasoningTokens());
  }

  static void cost(Span span, Cost cost) {
    cost.usd()
        .ifPresent(
            usd -> {
              span.setAttribute(GenAi.USAGE_COST_AMOUNT, usd.doubleValue());
              span.setAttribute(GenAi.USAGE_COST_CURRENCY, "USD");
              span.setAttribute(GenAi.USAGE_COST_SOURCE, name(cost.source()));
            });
    span.setAttribute(GenAi.COST_STATUS, name(cost.status()));
    if (!cost.reasons().isEmpty()) {
      span.setAttribute(GenAi.COST_REASONS, cost.reasons());
    }
    set(span, GenAi.COST_PRICE_VERSION, cost.priceVersion());
  }

  private static List<String> finishReasons(ChatResponse response, Completeness completeness) {
    List<String> reasons = new ArrayList<>(response.choices().size());
    boolean anySent = false;
    for (Choice choice : response.choices()) {
      String raw = choice.rawFinishReason();
      anySent |= raw != null;
      reasons.add(raw == null ? MISSING : raw);
    }
    if (completeness == Completeness.CUT_SHORT) {
      return reasons.isEmpty() ? List.of(MISSING) : reasons;
    }
    return anySent ? reasons : List.of();
  }

  private static void set(SpanBuilder span, AttributeKey<Double> key, OptionalDouble value) {
    if (value.isPresent()) {
      span.setAttribute(key, value.getAsDouble());
    }
  }

  private static <T> void set(Span span, AttributeKey<T> key, @Nullable T value) {
    if (value != null) {
      span.setAttribute(key, value);
    }
  }

  private static void set(Span span, AttributeKey<Long> key, OptionalLong count) {
    if (count.isPresent()) {
      span.setAttribute(key, count.getAsLong());
    }
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
