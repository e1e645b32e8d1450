package dev.telltale;

import static java.util.Objects.requireNonNull;

import dev.telltale.provider.WireBody;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model's answer to a {@link ChatRequest}, with everything the server said about it.
 *
 * <p>Zero choices are legal, and so is a missing id, model, finish reason or usage: what the server
 * did not send is absent. Immutable and thread-safe. {@link #toString()} never shows content.
 */
public final class ChatResponse {
  private final @Nullable String id;
  private final @Nullable String model;
  private final @Nullable String serviceTier;
  private final List<Choice> choices;
  private final Usage usage;
  private final ResponseHeaders headers;
  private final @Nullable String requestId;
  private final Map<Class<?>, Object> extensions;
  private final WireBody body;
  private final Cost cost;
  private final @Nullable CallReport report;

  private ChatResponse(Builder builder) {
    this.id = builder.id;
    this.model = builder.model;
    this.serviceTier = builder.serviceTier;
    this.choices = List.copyOf(builder.choices);
    this.usage = builder.usage;
    this.headers = builder.headers;
    this.requestId = builder.requestId;
    this.extensions = Map.copyOf(builder.extensions);
    this.body = builder.body;
    this.cost = builder.cost;
    this.report = builder.report;
  }

  /** Returns a builder for an answer without choices. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a builder that starts from this answer. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** The text of the first choice; empty if there is no choice or no text. */
  public String text() {
    return choices.isEmpty() ? "" : choices.get(0).text();
  }

  /**
   * The message of the first choice: what a conversation goes on with, as {@code
   * request.toBuilder().message(answer.message()).user("And then?")}.
   *
   * @throws IllegalStateException if there is no choice
   */
  public Message message() {
    if (choices.isEmpty()) {
      throw new IllegalStateException("The answer has no choice, so there is no message in it");
    }
    return choices.get(0).message();
  }

  /** The tools the first choice asks for; unmodifiable, empty if there are none. */
  public List<ToolCall> toolCalls() {
    return choices.isEmpty() ? List.of() : choices.get(0).message().toolCalls();
  }

  /** Why the model stopped in the first choice, or null if there is none or it was not said. */
  public @Nullable FinishReason finishReason() {
    return choices.isEmpty() ? null : choices.get(0).finishReason();
  }

  /** The choices in the provider's order; unmodifiable, possibly empty. */
  public List<Choice> choices() {
    return choices;
  }

  /** The tokens the provider reported; never null, but possibly without any count. */
  public Usage usage() {
    return usage;
  }

  /** What the call cost, or why that is not known. */
  public Cost cost() {
    return cost;
  }

  /**
   * How the call went.
   *
   * @throws IllegalStateException if this answer did not come from a {@link ChatClient}
   */
  public CallReport report() {
    if (report == null) {
      throw new IllegalStateException("Only an answer that came from a ChatClient has a report");
    }
    return report;
  }

  /** The provider's id of the answer, or null if it sent none. */
  public @Nullable String id() {
    return id;
  }

  /** The model that answered, as the provider names it, or null if it did not say. */
  public @Nullable String model() {
    return model;
  }

  /** The service tier that served the call, or null if the provider did not say. */
  public @Nullable String serviceTier() {
    return serviceTier;
  }

  /** The provider's id of the HTTP request, for its support, or null if it sent none. */
  public @Nullable String requestId() {
    return requestId;
  }

  /** The headers of the HTTP answer. */
  public ResponseHeaders headers() {
    return headers;
  }

  /** How much the account may still ask for, as far as the headers say. */
  public RateLimits rateLimits() {
    return RateLimits.from(headers);
  }

  /** How long the provider worked on the request by its own account; empty if it did not say. */
  public Optional<Duration> processingTime() {
    return ProcessingTime.of(headers);
  }

  /**
   * The exact JSON the server sent, with members this library does not know; empty for an answer
   * that was put together from a stream.
   */
  public String raw() {
    return body.utf8();
  }

  /** A vendor's own typed data, or null if this answer has none of that type. */
  public <T> @Nullable T extension(Class<T> type) {
    return type.cast(extensions.get(type));
  }

  @Override
  public String toString() {
    return "ChatResponse[" + model + " " + choices + " " + usage + "]";
  }

  /** Collects what makes up an answer. Not thread-safe. */
  public static final class Builder {
    private @Nullable String id;
    private @Nullable String model;
    private @Nullable String serviceTier;
    private List<Choice> choices = List.of();
    private Usage usage = Usage.unknown();
    private ResponseHeaders headers = ResponseHeaders.none();
    private @Nullable String requestId;
    private Map<Class<?>, Object> extensions = Map.of();
    private WireBody body = WireBody.empty();
    private Cost cost = Cost.notComputed();
    private @Nullable CallReport report;

    private Builder() {}

    private Builder(ChatResponse response) {
      this.id = response.id;
      this.model = response.model;
      this.serviceTier = response.serviceTier;
      this.choices = response.choices;
      this.usage = response.usage;
      this.headers = response.headers;
      this.requestId = response.requestId;
      this.extensions = response.extensions;
      this.body = response.body;
      this.cost = response.cost;
      this.report = response.report;
    }

    /** Sets the provider's id of the answer. */
    public Builder id(@Nullable String id) {
      this.id = id;
      return this;
    }

    /** Sets the model that answered. */
    public Builder model(@Nullable String model) {
      this.model = model;
      return this;
    }

    /** Sets the service tier that served the call. */
    public Builder serviceTier(@Nullable String serviceTier) {
      this.serviceTier = serviceTier;
      return this;
    }

    /** Sets the choices, in the provider's order. */
    public Builder choices(List<Choice> choices) {
      this.choices = requireNonNull(choices, "choices");
      return this;
    }

    /** Sets the tokens the provider reported. */
    public Builder usage(Usage usage) {
      this.usage = requireNonNull(usage, "usage");
      return this;
    }

    /** Sets the headers of the HTTP answer. */
    public Builder headers(ResponseHeaders headers) {
      this.headers = requireNonNull(headers, "headers");
      return this;
    }

    /** Sets the provider's id of the HTTP request. */
    public Builder requestId(@Nullable String requestId) {
      this.requestId = requestId;
      return this;
    }

    /** Adds a vendor's own typed data, in place of earlier data of that type. */
    public <T> Builder extension(Class<T> type, T value) {
      requireNonNull(type, "type");
      requireNonNull(value, "value");
      if (extensions.isEmpty()) {
        this.extensions = Map.of(type, value);
        return this;
      }
      Map<Class<?>, Object> merged = new HashMap<>(extensions);
      merged.put(type, value);
      this.extensions = merged;
      return this;
    }

    /** Sets the body as it came, for {@link ChatResponse#raw()}. */
    public Builder body(WireBody body) {
      this.body = requireNonNull(body, "body");
      return this;
    }

    /** Sets what the call cost. */
    public Builder cost(Cost cost) {
      this.cost = requireNonNull(cost, "cost");
      return this;
    }

    /** Sets how the call went. */
    public Builder report(CallReport report) {
      this.report = requireNonNull(report, "report");
      return this;
    }

    /** Builds the answer. */
    public ChatResponse build() {
      return new ChatResponse(this);
    }
  }
}
