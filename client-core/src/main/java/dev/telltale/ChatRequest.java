package dev.telltale;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
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
