package dev.telltale.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;

/**
 * Every telemetry name this library emits, in one place.
 *
 * <p>Names under {@code gen_ai} follow the OpenTelemetry semantic conventions for generative AI as
 * published; those under {@code llm.cost} are this library's own and appear only when a {@link
 * CostModel} is set. Attributes of a single vendor stand with its adapter.
 */
public final class GenAi {
  /** The operation; {@code chat} here. */
  public static final AttributeKey<String> OPERATION_NAME =
      AttributeKey.stringKey("gen_ai.operation.name");

  /** The provider, such as {@code openai}. */
  public static final AttributeKey<String> PROVIDER_NAME =
      AttributeKey.stringKey("gen_ai.provider.name");

  /** The model asked for. */
  public static final AttributeKey<String> REQUEST_MODEL =
      AttributeKey.stringKey("gen_ai.request.model");

  /** Set to true on a streamed call, else absent. */
  public static final AttributeKey<Boolean> REQUEST_STREAM =
      AttributeKey.booleanKey("gen_ai.request.stream");

  /** The number of answers asked for, if it is set and not 1. */
  public static final AttributeKey<Long> REQUEST_CHOICE_COUNT =
      AttributeKey.longKey("gen_ai.request.choice.count");

  /** The seed. */
  public static final AttributeKey<Long> REQUEST_SEED = AttributeKey.longKey("gen_ai.request.seed");

  /** The most tokens the answer may take. */
  public static final AttributeKey<Long> REQUEST_MAX_TOKENS =
      AttributeKey.longKey("gen_ai.request.max_tokens");

  /** The sampling temperature. */
  public static final AttributeKey<Double> REQUEST_TEMPERATURE =
      AttributeKey.doubleKey("gen_ai.request.temperature");

  /** The probability mass sampled from. */
  public static final AttributeKey<Double> REQUEST_TOP_P =
      AttributeKey.doubleKey("gen_ai.request.top_p");

  /** The frequency penalty. */
  public static final AttributeKey<Double> REQUEST_FREQUENCY_PENALTY =
      AttributeKey.doubleKey("gen_ai.request.frequency_penalty");

  /** The presence penalty. */
  public static final AttributeKey<Double> REQUEST_PRESENCE_PENALTY =
      AttributeKey.doubleKey("gen_ai.request.presence_penalty");

  /** The stop sequences. */
  public static final AttributeKey<List<String>> REQUEST_STOP_SEQUENCES =
      AttributeKey.stringArrayKey("gen_ai.request.stop_sequences");

  /** The conversation the caller named. */
  public static final AttributeKey<String> CONVERSATION_ID =
      AttributeKey.stringKey("gen_ai.conversation.id");

  /** The provider's id of the answer. */
  public static final AttributeKey<String> RESPONSE_ID =
      AttributeKey.stringKey("gen_ai.response.id");

  /** The model that answered. */
  public static final AttributeKey<String> RESPONSE_MODEL =
      AttributeKey.stringKey("gen_ai.response.model");

  /** One reason per choice, as sent; {@code error} where one is missing. */
  public static final AttributeKey<List<String>> RESPONSE_FINISH_REASONS =
      AttributeKey.stringArrayKey("gen_ai.response.finish_reasons");

  /** Seconds from the call to the first chunk of a stream. */
  public static final AttributeKey<Double> RESPONSE_TIME_TO_FIRST_CHUNK =
      AttributeKey.doubleKey("gen_ai.response.time_to_first_chunk");

  /** All input tokens, including cached ones. */
  public static final AttributeKey<Long> USAGE_INPUT_TOKENS =
      AttributeKey.longKey("gen_ai.usage.input_tokens");

  /** All output tokens, including reasoning. */
  public static final AttributeKey<Long> USAGE_OUTPUT_TOKENS =
      AttributeKey.longKey("gen_ai.usage.output_tokens");

  /** Input tokens read from the provider's cache. */
  public static final AttributeKey<Long> USAGE_CACHE_READ_INPUT_TOKENS =
      AttributeKey.longKey("gen_ai.usage.cache_read.input_tokens");

  /** Input tokens written to the provider's cache. */
  public static final AttributeKey<Long> USAGE_CACHE_CREATION_INPUT_TOKENS =
      AttributeKey.longKey("gen_ai.usage.cache_creation.input_tokens");

  /** Output tokens spent on reasoning. */
  public static final AttributeKey<Long> USAGE_REASONING_OUTPUT_TOKENS =
      AttributeKey.longKey("gen_ai.usage.reasoning.output_tokens");

  /** What a token count counts on the token metric: {@code input} or {@code output}. */
  public static final AttributeKey<String> TOKEN_TYPE = AttributeKey.stringKey("gen_ai.token.type");

  /** The class of a failure; absent on success. */
  public static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

  /** The host requests go to. */
  public static final AttributeKey<String> SERVER_ADDRESS =
      AttributeKey.stringKey("server.address");

  /** The port requests go to. */
  public static final AttributeKey<Long> SERVER_PORT = AttributeKey.longKey("server.port");

  /** The amount of the call's cost. */
  public static final AttributeKey<Double> USAGE_COST_AMOUNT =
      AttributeKey.doubleKey("gen_ai.usage.cost.amount");

  /** The currency of the amount, ISO 4217. */
  public static final AttributeKey<String> USAGE_COST_CURRENCY =
      AttributeKey.stringKey("gen_ai.usage.cost.currency");

  /** Who worked the amount out: {@code local} or {@code provider}. */
  public static final AttributeKey<String> USAGE_COST_SOURCE =
      AttributeKey.stringKey("gen_ai.usage.cost.source");

  /** Whether the call could be priced: {@code priced}, {@code approximate} or {@code unpriced}. */
  public static final AttributeKey<String> COST_STATUS = AttributeKey.stringKey("llm.cost.status");

  /** Why the amount may be off, or why there is none. */
  public static final AttributeKey<List<String>> COST_REASONS =
      AttributeKey.stringArrayKey("llm.cost.reasons");

  /** The version of the prices used. */
  public static final AttributeKey<String> COST_PRICE_VERSION =
      AttributeKey.stringKey("llm.cost.price_version");

  /** How exact the amounts on the cost metric are: {@code priced} or {@code approximate}. */
  public static final AttributeKey<String> COST_ACCURACY =
      AttributeKey.stringKey("llm.cost.accuracy");

  /** Why, on the metrics that count retries and calls that could not be priced. */
  public static final AttributeKey<String> REASON = AttributeKey.stringKey("reason");

  /** The flag of the exporter that dropped records, such as {@code otlp}. */
  public static final AttributeKey<String> EXPORTER = AttributeKey.stringKey("exporter");

  /** What was dropped: {@code spans} or {@code logs}. */
  public static final AttributeKey<String> SIGNAL = AttributeKey.stringKey("signal");

  /**
   * The value of {@link #ERROR_TYPE} once more, on spans for Azure Monitor, whose exporter drops
   * that one. Of {@code telltale-observability}.
   */
  public static final AttributeKey<String> AZURE_ERROR_TYPE =
      AttributeKey.stringKey("llm.error.type");

  /**
   * The description of a failed span's status, on spans for Azure Monitor, whose exporter drops
   * that one. Of {@code telltale-observability}.
   */
  public static final AttributeKey<String> AZURE_ERROR_MESSAGE =
      AttributeKey.stringKey("llm.error.message");

  /** The number of the attempt that failed, from 1, on the event of a retry. */
  public static final AttributeKey<Long> RETRY_ATTEMPT = AttributeKey.longKey("llm.retry.attempt");

  /** Seconds until the next attempt, on the event of a retry. */
  public static final AttributeKey<Double> RETRY_WAIT = AttributeKey.doubleKey("llm.retry.wait");

  /** Event on the span of a call: an attempt failed and another follows. */
  public static final String RETRY_EVENT = "llm.retry";

  /** Counter of retries, by provider and {@link #REASON}: the error type of the failed attempt. */
  public static final String RETRIES = "llm.client.retries";

  /** Internal span over the candidates of a call that has fallbacks. */
  public static final String FALLBACK_SPAN = "chat_with_fallback";

  /** The number of candidates asked, on the parent span of a call that has fallbacks. */
  public static final AttributeKey<Long> FALLBACK_CANDIDATES =
      AttributeKey.longKey("llm.fallback.candidates");

  /** The provider that served a call that has fallbacks. */
  public static final AttributeKey<String> FALLBACK_PROVIDER =
      AttributeKey.stringKey("llm.fallback.provider");

  /** The model asked of the provider that served a call that has fallbacks. */
  public static final AttributeKey<String> FALLBACK_MODEL =
      AttributeKey.stringKey("llm.fallback.model");

  /** Event on {@link #FALLBACK_SPAN}: a candidate was unavailable and another is asked. */
  public static final String FALLBACK_EVENT = "llm.fallback";

  /** Counter of candidates passed over, by provider and {@link #REASON}: their error type. */
  public static final String FALLBACKS = "llm.client.fallbacks";

  /** Histogram of seconds: the duration of calls. */
  public static final String OPERATION_DURATION = "gen_ai.client.operation.duration";

  /** Histogram of tokens, by {@link #TOKEN_TYPE}. */
  public static final String TOKEN_USAGE = "gen_ai.client.token.usage";

  /** Histogram of seconds: from the call to the first chunk of a stream. */
  public static final String TIME_TO_FIRST_CHUNK = "gen_ai.client.operation.time_to_first_chunk";

  /** Histogram of seconds: the wait for each chunk of a stream after the first. */
  public static final String TIME_PER_OUTPUT_CHUNK =
      "gen_ai.client.operation.time_per_output_chunk";

  /** Counter of US dollars. */
  public static final String COST_USD = "llm.cost.usd";

  /** Counter of calls that could not be priced. */
  public static final String COST_UNPRICED = "llm.cost.unpriced";

  /**
   * Counter of spans and log records that were not exported, by {@link #EXPORTER}, {@link #SIGNAL}
   * and {@link #REASON}. Of {@code telltale-observability}.
   */
  public static final String TELEMETRY_DROPPED = "llm.client.telemetry.dropped";

  /** The value of {@link #OPERATION_NAME} on a chat call. */
  public static final String CHAT = "chat";

  private GenAi() {}
}
