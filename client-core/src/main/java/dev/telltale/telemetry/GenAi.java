package dev.telltale.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;

/**
 * Every telemetry name this library emits, in one place.
 *
 * <p>Names under {@code gen_ai} follow the OpenTelemetry semantic conventions for generative AI as
 * published, or those of their latest state ({@link Conventions}); those under {@code llm} are this
 * library's own and appear only with what they tell of: retries, a {@link CostModel}, something
 * left out, or {@link TelemetryOptions#articleNames()}. Attributes of a single vendor stand with
 * its adapter.
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

  /** What the answer is to be: {@code text}, {@code json} or {@code speech}; if it was said. */
  public static final AttributeKey<String> OUTPUT_TYPE =
      AttributeKey.stringKey("gen_ai.output.type");

  /** How hard to think, as asked for; in the latest conventions only. */
  public static final AttributeKey<String> REQUEST_REASONING_LEVEL =
      AttributeKey.stringKey("gen_ai.request.reasoning.level");

  /** The prompt template the caller named. */
  public static final AttributeKey<String> PROMPT_NAME =
      AttributeKey.stringKey("gen_ai.prompt.name");

  /** The version of the prompt template; in the latest conventions only. */
  public static final AttributeKey<String> PROMPT_VERSION =
      AttributeKey.stringKey("gen_ai.prompt.version");

  /** Begins the names of what a prompt template was filled with; the variable's name follows. */
  public static final String PROMPT_VARIABLE = "gen_ai.prompt.variable.";

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

  /** The same in the latest conventions. */
  public static final AttributeKey<Long> USAGE_CACHE_WRITE_INPUT_TOKENS =
      AttributeKey.longKey("gen_ai.usage.cache_write.input_tokens");

  /** Output tokens spent on reasoning. */
  public static final AttributeKey<Long> USAGE_REASONING_OUTPUT_TOKENS =
      AttributeKey.longKey("gen_ai.usage.reasoning.output_tokens");

  /** Input tokens that are text; in the latest conventions only, as all that name a modality. */
  public static final AttributeKey<Long> USAGE_TEXT_INPUT_TOKENS =
      AttributeKey.longKey("gen_ai.usage.text.input_tokens");

  /** Input tokens that are images. */
  public static final AttributeKey<Long> USAGE_IMAGE_INPUT_TOKENS =
      AttributeKey.longKey("gen_ai.usage.image.input_tokens");

  /** Input tokens that are audio. */
  public static final AttributeKey<Long> USAGE_AUDIO_INPUT_TOKENS =
      AttributeKey.longKey("gen_ai.usage.audio.input_tokens");

  /** Output tokens that are text. */
  public static final AttributeKey<Long> USAGE_TEXT_OUTPUT_TOKENS =
      AttributeKey.longKey("gen_ai.usage.text.output_tokens");

  /** Output tokens that are images. */
  public static final AttributeKey<Long> USAGE_IMAGE_OUTPUT_TOKENS =
      AttributeKey.longKey("gen_ai.usage.image.output_tokens");

  /** Output tokens that are audio. */
  public static final AttributeKey<Long> USAGE_AUDIO_OUTPUT_TOKENS =
      AttributeKey.longKey("gen_ai.usage.audio.output_tokens");

  /** Input tokens that are images and came from the provider's cache. */
  public static final AttributeKey<Long> USAGE_IMAGE_CACHE_READ_INPUT_TOKENS =
      AttributeKey.longKey("gen_ai.usage.image.cache_read.input_tokens");

  /** Input tokens that are audio and came from the provider's cache. */
  public static final AttributeKey<Long> USAGE_AUDIO_CACHE_READ_INPUT_TOKENS =
      AttributeKey.longKey("gen_ai.usage.audio.cache_read.input_tokens");

  /** Content: what was sent, as the conventions' schema of messages has it. */
  public static final String INPUT_MESSAGES = "gen_ai.input.messages";

  /** Content: what was answered, one message per choice. */
  public static final String OUTPUT_MESSAGES = "gen_ai.output.messages";

  /** Content: the instructions that were given apart from the messages. */
  public static final String SYSTEM_INSTRUCTIONS = "gen_ai.system_instructions";

  /** Content: the tools that were offered. */
  public static final String TOOL_DEFINITIONS = "gen_ai.tool.definitions";

  /** Log event of one call with all that its span has, and content where that is recorded. */
  public static final String DETAILS_EVENT = "gen_ai.client.inference.operation.details";

  /** Log event of one call that failed, of severity WARN, with its exception. */
  public static final String EXCEPTION_EVENT = "gen_ai.client.operation.exception";

  /** What kind of tokens a counter counts: {@code text}, {@code image}, {@code audio}. */
  public static final AttributeKey<String> TOKEN_MODALITY =
      AttributeKey.stringKey("gen_ai.token.modality");

  /** What a token count counts on the token metric: {@code input} or {@code output}. */
  public static final AttributeKey<String> TOKEN_TYPE = AttributeKey.stringKey("gen_ai.token.type");

  /** The class of what was thrown, on the event of a failure. */
  public static final AttributeKey<String> EXCEPTION_TYPE =
      AttributeKey.stringKey("exception.type");

  /** This library's own sentence; absent where a bug was thrown, whose message may say anything. */
  public static final AttributeKey<String> EXCEPTION_MESSAGE =
      AttributeKey.stringKey("exception.message");

  /** Where it was thrown: classes and lines, no messages. */
  public static final AttributeKey<String> EXCEPTION_STACKTRACE =
      AttributeKey.stringKey("exception.stacktrace");

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

  /** The amount once more, for backends that read this name. Only if asked for. */
  public static final AttributeKey<Double> USAGE_COST = AttributeKey.doubleKey("gen_ai.usage.cost");

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

  /** The model asked for, under its name outside the conventions; likewise all that follow. */
  public static final AttributeKey<String> LLM_MODEL = AttributeKey.stringKey("llm.model");

  /** The sampling temperature. */
  public static final AttributeKey<Double> LLM_TEMPERATURE =
      AttributeKey.doubleKey("llm.temperature");

  /** The number of messages sent. */
  public static final AttributeKey<Long> LLM_PROMPT_MESSAGES =
      AttributeKey.longKey("llm.prompt_messages");

  /** All input tokens. */
  public static final AttributeKey<Long> LLM_PROMPT_TOKENS =
      AttributeKey.longKey("llm.prompt_tokens");

  /** All output tokens. */
  public static final AttributeKey<Long> LLM_COMPLETION_TOKENS =
      AttributeKey.longKey("llm.completion_tokens");

  /** Input and output tokens. */
  public static final AttributeKey<Long> LLM_TOTAL_TOKENS =
      AttributeKey.longKey("llm.total_tokens");

  /** Why the first choice ended. */
  public static final AttributeKey<String> LLM_FINISH_REASON =
      AttributeKey.stringKey("llm.finish_reason");

  /** This library's own sentence on why the call failed. */
  public static final AttributeKey<String> LLM_ERROR = AttributeKey.stringKey("llm.error");

  /** The one label of the metrics outside the conventions. */
  public static final AttributeKey<String> MODEL = AttributeKey.stringKey("model");

  /** Counter of tokens, outside the conventions. */
  public static final String LLM_TOKENS = "llm.tokens.total";

  /** Histogram of seconds, outside the conventions. */
  public static final String LLM_LATENCY = "llm.latency.seconds";

  /** Counter of what telemetry failed at and had to leave out, by {@link #REASON}. */
  public static final String TELEMETRY_FAILURES = "llm.client.telemetry.failures";

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

  /** Latest conventions: histogram of seconds, the duration of calls. */
  public static final String INFERENCE_DURATION = "gen_ai.client.inference.duration";

  /** Latest conventions: histogram of seconds, from the call to the first chunk of a stream. */
  public static final String INFERENCE_TIME_TO_FIRST_CHUNK =
      "gen_ai.client.inference.time_to_first_chunk";

  /** Latest conventions: histogram of seconds, the wait for each chunk after the first. */
  public static final String INFERENCE_TIME_PER_OUTPUT_CHUNK =
      "gen_ai.client.inference.time_per_output_chunk";

  /** Latest conventions: counter of input tokens, by {@link #TOKEN_MODALITY}. */
  public static final String INFERENCE_USAGE_INPUT_TOKENS =
      "gen_ai.client.inference.usage.input_tokens";

  /** Latest conventions: counter of output tokens, by {@link #TOKEN_MODALITY}. */
  public static final String INFERENCE_USAGE_OUTPUT_TOKENS =
      "gen_ai.client.inference.usage.output_tokens";

  /** Latest conventions: counter of input tokens from the cache, by {@link #TOKEN_MODALITY}. */
  public static final String INFERENCE_USAGE_CACHE_READ_INPUT_TOKENS =
      "gen_ai.client.inference.usage.cache_read.input_tokens";

  /** Latest conventions: counter of input tokens put into the cache. */
  public static final String INFERENCE_USAGE_CACHE_WRITE_INPUT_TOKENS =
      "gen_ai.client.inference.usage.cache_write.input_tokens";

  /** Latest conventions: counter of output tokens spent on reasoning. */
  public static final String INFERENCE_USAGE_REASONING_OUTPUT_TOKENS =
      "gen_ai.client.inference.usage.reasoning.output_tokens";

  /** Latest conventions: histogram of the input tokens of each call that succeeded. */
  public static final String INFERENCE_OPERATION_INPUT_TOKENS =
      "gen_ai.client.inference.operation.input_tokens";

  /** Latest conventions: histogram of the output tokens of each call that succeeded. */
  public static final String INFERENCE_OPERATION_OUTPUT_TOKENS =
      "gen_ai.client.inference.operation.output_tokens";

  /**
   * Counter of choices, by provider, model asked for, server and {@link #REASON}: why they ended,
   * as on {@link #RESPONSE_FINISH_REASONS}. Only with {@link TelemetryOptions#dashboardMetrics()},
   * likewise the next two.
   */
  public static final String FINISH_REASONS = "llm.client.finish_reasons";

  /** Gauge of the requests that the account may still make, as the last answer said. */
  public static final String REMAINING_REQUESTS = "llm.client.rate_limit.remaining_requests";

  /** Gauge of the tokens that the account may still ask for, as the last answer said. */
  public static final String REMAINING_TOKENS = "llm.client.rate_limit.remaining_tokens";

  /** Counter of US dollars. */
  public static final String COST_USD = "llm.cost.usd";

  /** Counter of calls that could not be priced. */
  public static final String COST_UNPRICED = "llm.cost.unpriced";

  /**
   * Counter of spans and log records that were not exported, by {@link #EXPORTER}, {@link #SIGNAL}
   * and {@link #REASON}. Of {@code telltale-observability}.
   */
  public static final String TELEMETRY_DROPPED = "llm.client.telemetry.dropped";

  /** What a tool loop is called. */
  public static final AttributeKey<String> AGENT_NAME = AttributeKey.stringKey("gen_ai.agent.name");

  /** The name of a tool that ran. */
  public static final AttributeKey<String> TOOL_NAME = AttributeKey.stringKey("gen_ai.tool.name");

  /** The kind of a tool; {@code function} here. */
  public static final AttributeKey<String> TOOL_TYPE = AttributeKey.stringKey("gen_ai.tool.type");

  /** What a tool is for, as it was declared. */
  public static final AttributeKey<String> TOOL_DESCRIPTION =
      AttributeKey.stringKey("gen_ai.tool.description");

  /** The model's id of a call of a tool. */
  public static final AttributeKey<String> TOOL_CALL_ID =
      AttributeKey.stringKey("gen_ai.tool.call.id");

  /** What a tool was called with: content, a JSON object. */
  public static final String TOOL_CALL_ARGUMENTS = "gen_ai.tool.call.arguments";

  /** What a tool brought: content, a JSON object. */
  public static final String TOOL_CALL_RESULT = "gen_ai.tool.call.result";

  /** Histogram of seconds: the duration of calls of tools. */
  public static final String EXECUTE_TOOL_DURATION = "gen_ai.execute_tool.duration";

  /** The value of {@link #OPERATION_NAME} on the span of a call of a tool. */
  public static final String EXECUTE_TOOL = "execute_tool";

  /** The value of {@link #OPERATION_NAME} on the span over a tool loop. */
  public static final String INVOKE_AGENT = "invoke_agent";

  /** The value of {@link #OPERATION_NAME} on a chat call. */
  public static final String CHAT = "chat";

  private GenAi() {}
}
