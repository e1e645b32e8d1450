package dev.telltale.internal.telemetry;

import dev.telltale.ChatRequest;
import dev.telltale.ResponseFormat;
import dev.telltale.provider.AnswerForm;
import dev.telltale.provider.Endpoint;
import dev.telltale.provider.ProviderInfo;
import dev.telltale.telemetry.GenAi;
import dev.telltale.telemetry.TelemetryOptions;
import io.opentelemetry.context.Context;

/** What is known of a call before it is made: everything a sampler may decide by. */
final class RequestAttributes {
  private RequestAttributes() {}

  /** Puts them; returns how many of the caller's own were too many. */
  static int put(AttributeSink sink, Inference asked, TelemetryOptions options, Context caller) {
    ProviderInfo provider = asked.provider().info();
    Endpoint endpoint = provider.endpoint();
    sink.put(GenAi.OPERATION_NAME, GenAi.CHAT);
    sink.put(GenAi.PROVIDER_NAME, provider.name());
    sink.put(GenAi.REQUEST_MODEL, asked.model());
    sink.put(GenAi.SERVER_ADDRESS, endpoint.host());
    sink.put(GenAi.SERVER_PORT, (long) endpoint.port());
    if (asked.form() == AnswerForm.STREAM) {
      sink.put(GenAi.REQUEST_STREAM, true);
    }
    ChatRequest request = asked.request();
    sink.putIfKnown(GenAi.REQUEST_MAX_TOKENS, request.maxTokens());
    sink.putIfKnown(GenAi.REQUEST_TEMPERATURE, request.temperature());
    sink.putIfKnown(GenAi.REQUEST_TOP_P, request.topP());
    sink.putIfKnown(GenAi.REQUEST_FREQUENCY_PENALTY, request.frequencyPenalty());
    sink.putIfKnown(GenAi.REQUEST_PRESENCE_PENALTY, request.presencePenalty());
    sink.putIfKnown(GenAi.REQUEST_SEED, request.seed());
    if (request.choiceCount().orElse(1) != 1) {
      sink.putIfKnown(GenAi.REQUEST_CHOICE_COUNT, request.choiceCount());
    }
    sink.putUnlessEmpty(GenAi.REQUEST_STOP_SEQUENCES, request.stopSequences());
    ResponseFormat format = request.responseFormat();
    if (format != null) {
      sink.put(GenAi.OUTPUT_TYPE, format.kind() == ResponseFormat.Kind.TEXT ? "text" : "json");
    }
    if (options.conventions().latest()) {
      sink.putIfKnown(GenAi.REQUEST_REASONING_LEVEL, request.reasoningEffort());
    }
    if (options.articleNames()) {
      sink.put(GenAi.LLM_MODEL, asked.model());
      sink.putIfKnown(GenAi.LLM_TEMPERATURE, request.temperature());
      sink.put(GenAi.LLM_PROMPT_MESSAGES, messages(request));
    }
    return GivenAttributes.put(sink, asked.options(), options, caller);
  }

  private static long messages(ChatRequest request) {
    return request.messages().size() + (request.instructions() == null ? 0L : 1L);
  }
}
