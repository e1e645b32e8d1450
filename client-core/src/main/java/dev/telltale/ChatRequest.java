package dev.telltale;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a model is asked: a conversation and how to answer it, the same for every vendor.
 *
 * <pre>{@code
 * ChatRequest request =
 *     ChatRequest.builder()
 *         .instructions("Be brief.")
 *         .user("Name three rivers.")
 *         .temperature(0.2)
 *         .build();
 * }</pre>
 *
 * <p>What is not set is not sent. Immutable and thread-safe. {@link #toString()} never shows
 * content.
 */
public final class ChatRequest {
  private final @Nullable String model;
  private final @Nullable String instructions;
  private final List<Message> messages;
  private final @Nullable Double temperature;
  private final @Nullable Double topP;
  private final @Nullable Double frequencyPenalty;
  private final @Nullable Double presencePenalty;
  private final @Nullable Integer maxTokens;
  private final @Nullable Integer choiceCount;
  private final @Nullable Long seed;
  private final List<String> stopSequences;
  private final List<Tool> tools;
  private final @Nullable ToolChoice toolChoice;
  private final @Nullable Boolean parallelToolCalls;
  private final @Nullable ResponseFormat responseFormat;
  private final @Nullable String reasoningEffort;
  private final @Nullable String serviceTier;
  private final @Nullable Integer topLogProbs;
  private final Map<Class<?>, Object> extensions;
  private final Map<String, @Nullable Object> extraBody;

  private ChatRequest(Builder builder) {
    this.model = builder.model;
    this.instructions = builder.instructions;
    this.messages = List.copyOf(builder.messages);
    this.temperature = builder.temperature;
    this.topP = builder.topP;
    this.frequencyPenalty = builder.frequencyPenalty;
    this.presencePenalty = builder.presencePenalty;
    this.maxTokens = builder.maxTokens;
    this.choiceCount = builder.choiceCount;
    this.seed = builder.seed;
    this.stopSequences = builder.stopSequences;
    this.tools = List.copyOf(builder.tools);
    this.toolChoice = builder.toolChoice;
    this.parallelToolCalls = builder.parallelToolCalls;
    this.responseFormat = builder.responseFormat;
    this.reasoningEffort = builder.reasoningEffort;
    this.serviceTier = builder.serviceTier;
    this.topLogProbs = builder.topLogProbs;
    this.extensions = builder.extensions;
    this.extraBody = builder.extraBody;
  }

  /** A request with one user message. */
  public static ChatRequest of(String prompt) {
    return builder().user(prompt).build();
  }

  /** Returns a builder of a request without messages. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a builder that starts from this request. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** The model asked for, or null for the provider's default. */
  public @Nullable String model() {
    return model;
  }

  /** Rules that stand before the conversation, or null; each provider has its place for them. */
  public @Nullable String instructions() {
    return instructions;
  }

  /** The conversation, oldest message first; unmodifiable, never empty. */
  public List<Message> messages() {
    return messages;
  }

  /** The sampling temperature. */
  public OptionalDouble temperature() {
    return optional(temperature);
  }

  /** The probability mass that is sampled from. */
  public OptionalDouble topP() {
    return optional(topP);
  }

  /** The penalty on tokens by how often they occurred. */
  public OptionalDouble frequencyPenalty() {
    return optional(frequencyPenalty);
  }

  /** The penalty on tokens that occurred at all. */
  public OptionalDouble presencePenalty() {
    return optional(presencePenalty);
  }

  /** The most tokens the answer may take, reasoning included. */
  public OptionalInt maxTokens() {
    return maxTokens == null ? OptionalInt.empty() : OptionalInt.of(maxTokens);
  }

  /** The number of answers asked for. */
  public OptionalInt choiceCount() {
    return choiceCount == null ? OptionalInt.empty() : OptionalInt.of(choiceCount);
  }

  /** The seed for repeatable sampling, where the provider supports it. */
  public OptionalLong seed() {
    return seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
  }

  /** Texts that end the answer where they occur; unmodifiable, empty if not set. */
  public List<String> stopSequences() {
    return stopSequences;
  }

  /** The tools the model may ask for; unmodifiable, empty if there are none. */
  public List<Tool> tools() {
    return tools;
  }

  /** Which tools the model may or must call, or null for the provider's default. */
  public @Nullable ToolChoice toolChoice() {
    return toolChoice;
  }

  /** Whether the model may ask for several tools at once, or null if not said. */
  public @Nullable Boolean parallelToolCalls() {
    return parallelToolCalls;
  }

  /** The form the answer shall have, or null for text. */
  public @Nullable ResponseFormat responseFormat() {
    return responseFormat;
  }

  /** How much the model shall think, as the provider names it, or null for its default. */
  public @Nullable String reasoningEffort() {
    return reasoningEffort;
  }

  /** The service tier asked for, as the provider names it, or null for its default. */
  public @Nullable String serviceTier() {
    return serviceTier;
  }

  /**
   * The number of likeliest tokens to report at each place, beside the likelihood of the chosen
   * one; empty if no likelihoods are asked for.
   */
  public OptionalInt topLogProbs() {
    return topLogProbs == null ? OptionalInt.empty() : OptionalInt.of(topLogProbs);
  }

  /** A vendor's own typed options, or null if there are none of that type. */
  public <T> @Nullable T extension(Class<T> type) {
    return type.cast(extensions.get(type));
  }

  /** The types of the vendors' own options it has; unmodifiable, without order. */
  public Set<Class<?>> extensionTypes() {
    return extensions.keySet();
  }

  /** Members sent as they are beside those this library knows; unmodifiable. */
  public Map<String, @Nullable Object> extraBody() {
    return extraBody;
  }

  /** Names the model and the number of messages; never content. */
  @Override
  public String toString() {
    return "ChatRequest[" + model + ", " + messages.size() + " messages]";
  }

  private static OptionalDouble optional(@Nullable Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** Collects what makes up a request. Not thread-safe. Nothing has a default. */
  public static final class Builder {
    private @Nullable String model;
    private @Nullable String instructions;
    private final List<Message> messages = new ArrayList<>();
    private @Nullable Double temperature;
    private @Nullable Double topP;
    private @Nullable Double frequencyPenalty;
    private @Nullable Double presencePenalty;
    private @Nullable Integer maxTokens;
    private @Nullable Integer choiceCount;
    private @Nullable Long seed;
    private List<String> stopSequences = List.of();
    private final List<Tool> tools = new ArrayList<>();
    private @Nullable ToolChoice toolChoice;
    private @Nullable Boolean parallelToolCalls;
    private @Nullable ResponseFormat responseFormat;
    private @Nullable String reasoningEffort;
    private @Nullable String serviceTier;
    private @Nullable Integer topLogProbs;

    /** Immutable, and replaced: most requests have none, as of the next. */
    private Map<Class<?>, Object> extensions = Map.of();

    private Map<String, @Nullable Object> extraBody = Map.of();

    private Builder() {}

    private Builder(ChatRequest request) {
      this.model = request.model;
      this.instructions = request.instructions;
      this.messages.addAll(request.messages);
      this.temperature = request.temperature;
      this.topP = request.topP;
      this.frequencyPenalty = request.frequencyPenalty;
      this.presencePenalty = request.presencePenalty;
      this.maxTokens = request.maxTokens;
      this.choiceCount = request.choiceCount;
      this.seed = request.seed;
      this.stopSequences = request.stopSequences;
      this.tools.addAll(request.tools);
      this.toolChoice = request.toolChoice;
      this.parallelToolCalls = request.parallelToolCalls;
      this.responseFormat = request.responseFormat;
      this.reasoningEffort = request.reasoningEffort;
      this.serviceTier = request.serviceTier;
      this.topLogProbs = request.topLogProbs;
      this.extensions = request.extensions;
      this.extraBody = request.extraBody;
    }

    /**
     * Sets the model, in place of the provider's default.
     *
     * @throws IllegalArgumentException if it is blank
     */
    public Builder model(String model) {
      if (requireNonNull(model, "model").isBlank()) {
        throw new IllegalArgumentException("model is blank; name one, such as gpt-5-mini");
      }
      this.model = model;
      return this;
    }

    /**
     * Sets rules that stand before the conversation; the adapter puts them where its provider
     * expects them.
     */
    public Builder instructions(String instructions) {
      this.instructions = requireNonNull(instructions, "instructions");
      return this;
    }

    /** Adds a user message. */
    public Builder user(String text) {
      return message(Message.user(text));
    }

    /** Adds an earlier message of the model. */
    public Builder assistant(String text) {
      return message(Message.assistant(text));
    }

    /** Adds a message. */
    public Builder message(Message message) {
      messages.add(requireNonNull(message, "message"));
      return this;
    }

    /** Adds messages, oldest first. */
    public Builder messages(List<Message> messages) {
      this.messages.addAll(List.copyOf(messages));
      return this;
    }

    /**
     * Sets the sampling temperature.
     *
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public Builder temperature(double temperature) {
      if (!(temperature >= 0) || Double.isInfinite(temperature)) {
        throw new IllegalArgumentException("temperature must be 0 or more, not " + temperature);
      }
      this.temperature = temperature;
      return this;
    }

    /**
     * Sets the probability mass that is sampled from.
     *
     * @throws IllegalArgumentException if it is not between 0 and 1
     */
    public Builder topP(double topP) {
      if (!(topP >= 0 && topP <= 1)) {
        throw new IllegalArgumentException("topP must be between 0 and 1, not " + topP);
      }
      this.topP = topP;
      return this;
    }

    /**
     * Sets the penalty on tokens by how often they occurred.
     *
     * @throws IllegalArgumentException if it is not between -2 and 2
     */
    public Builder frequencyPenalty(double penalty) {
      this.frequencyPenalty = penalty("frequencyPenalty", penalty);
      return this;
    }

    /**
     * Sets the penalty on tokens that occurred at all.
     *
     * @throws IllegalArgumentException if it is not between -2 and 2
     */
    public Builder presencePenalty(double penalty) {
      this.presencePenalty = penalty("presencePenalty", penalty);
      return this;
    }

    /**
     * Sets the most tokens the answer may take, reasoning included.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder maxTokens(int maxTokens) {
      this.maxTokens = atLeastOne("maxTokens", maxTokens);
      return this;
    }

    /**
     * Sets the number of answers asked for.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder choiceCount(int choiceCount) {
      this.choiceCount = atLeastOne("choiceCount", choiceCount);
      return this;
    }

    /** Sets the seed for repeatable sampling. */
    public Builder seed(long seed) {
      this.seed = seed;
      return this;
    }

    /**
     * Sets the texts that end the answer where they occur.
     *
     * @throws IllegalArgumentException if one is empty
     */
    public Builder stopSequences(List<String> stopSequences) {
      List<String> copy = List.copyOf(stopSequences);
      if (copy.contains("")) {
        throw new IllegalArgumentException("A stop sequence is empty; remove it");
      }
      this.stopSequences = copy;
      return this;
    }

    /** Adds a tool the model may ask for. */
    public Builder tool(Tool tool) {
      tools.add(requireNonNull(tool, "tool"));
      return this;
    }

    /** Sets the tools the model may ask for, in place of those added before. */
    public Builder tools(List<Tool> tools) {
      List<Tool> copy = List.copyOf(tools);
      this.tools.clear();
      this.tools.addAll(copy);
      return this;
    }

    /** Leaves it to the provider's default which tools the model may or must call. */
    public Builder withoutToolChoice() {
      this.toolChoice = null;
      return this;
    }

    /** Sets which tools the model may or must call. */
    public Builder toolChoice(ToolChoice toolChoice) {
      this.toolChoice = requireNonNull(toolChoice, "toolChoice");
      return this;
    }

    /** Lets the model ask for several tools at once. */
    public Builder toolCallsInParallel() {
      this.parallelToolCalls = true;
      return this;
    }

    /** Makes the model ask for one tool at a time. */
    public Builder toolCallsOneByOne() {
      this.parallelToolCalls = false;
      return this;
    }

    /** Sets the form the answer shall have. */
    public Builder responseFormat(ResponseFormat format) {
      this.responseFormat = requireNonNull(format, "format");
      return this;
    }

    /** Leaves the form of the answer open. */
    public Builder withoutResponseFormat() {
      this.responseFormat = null;
      return this;
    }

    /** Sets how much the model shall think, as the provider names it, such as {@code low}. */
    public Builder reasoningEffort(String effort) {
      this.reasoningEffort = requireNonNull(effort, "effort");
      return this;
    }

    /** Sets the service tier, as the provider names it, such as {@code flex}. */
    public Builder serviceTier(String tier) {
      this.serviceTier = requireNonNull(tier, "tier");
      return this;
    }

    /**
     * Asks for the likelihood of each token, and of this many of the likeliest ones in its place.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Builder topLogProbs(int count) {
      if (count < 0) {
        throw new IllegalArgumentException("topLogProbs must be 0 or more, not " + count);
      }
      this.topLogProbs = count;
      return this;
    }

    /** Adds a vendor's own typed options, in place of earlier ones of that type. */
    public <T> Builder extension(Class<T> type, T options) {
      Map<Class<?>, Object> more = new HashMap<>(extensions);
      more.put(requireNonNull(type, "type"), requireNonNull(options, "options"));
      this.extensions = Map.copyOf(more);
      return this;
    }

    /**
     * Adds a member that is sent as it is: the way to what this library does not know. A member
     * this library writes itself wins over one of the same name.
     *
     * @param value a string, boolean, number, list, map with string keys, or null
     */
    public Builder extraBody(String member, @Nullable Object value) {
      // Unlike Map.copyOf keeps the order, and null values, which JSON has.
      Map<String, @Nullable Object> more = new LinkedHashMap<>(extraBody);
      more.put(requireNonNull(member, "member"), value);
      this.extraBody = Collections.unmodifiableMap(more);
      return this;
    }

    /**
     * Builds the request.
     *
     * @throws IllegalStateException if there is no message
     */
    public ChatRequest build() {
      if (messages.isEmpty()) {
        throw new IllegalStateException("A request needs a message; add one with user(text)");
      }
      return new ChatRequest(this);
    }

    private static double penalty(String name, double value) {
      if (!(value >= -2 && value <= 2)) {
        throw new IllegalArgumentException(name + " must be between -2 and 2, not " + value);
      }
      return value;
    }

    private static int atLeastOne(String name, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(name + " must be 1 or more, not " + value);
      }
      return value;
    }
  }
}
