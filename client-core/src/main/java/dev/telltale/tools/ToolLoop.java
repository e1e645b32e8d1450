package dev.telltale.tools;

import static java.util.Objects.requireNonNull;

import dev.telltale.CallOptions;
import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.LlmException;
import dev.telltale.Tool;
import dev.telltale.ToolFailedException;
import dev.telltale.internal.tools.LoopSettings;
import dev.telltale.internal.tools.RealToolLoop;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Asks a model and runs the tools it asks for, round after round, until it answers or a bound is
 * reached.
 *
 * <pre>{@code
 * Tool weather =
 *     Tool.of("get_weather", "Current weather", WeatherQuery.class, query -> lookUp(query.city()));
 * ToolLoop loop = ToolLoop.of(client, List.of(weather));
 * String text = loop.run("Do I need an umbrella in Porto?").text();
 * }</pre>
 *
 * <p>The calls of one round run in parallel, and their results go back in the order of the calls. A
 * tool that fails, takes too long, gets arguments it does not take or is unknown costs no more than
 * a message to the model, unless {@link Builder#throwingFailures()} says otherwise. A tool without
 * a body is for the caller to run: the loop ends with {@link LoopOutcome#TOOLS_REQUESTED}.
 *
 * <p>Closing the client ends its loops as it ends its calls.
 *
 * <p>A request that must call a tool ({@code ToolChoice.required()}) must only in its first round.
 * Immutable and thread-safe; it holds the client, which stays whose it is. Not for users to
 * implement.
 */
public interface ToolLoop {

  /**
   * Returns a loop with the default bounds.
   *
   * @throws IllegalArgumentException if two tools have one name, or the client was not built by
   *     {@link ChatClient#builder}
   */
  static ToolLoop of(ChatClient client, List<Tool> tools) {
    return builder(client, tools).build();
  }

  /** Returns a builder of a loop. */
  static Builder builder(ChatClient client, List<Tool> tools) {
    return new Builder(client, tools);
  }

  /**
   * Asks one question.
   *
   * @throws LlmException if a round fails
   */
  default ToolLoopResult run(String prompt) {
    return run(ChatRequest.of(prompt));
  }

  /**
   * Runs a request, whose own tools are added to those of the loop.
   *
   * @throws LlmException if a round fails
   * @throws IllegalArgumentException if the request has a tool of a name that the loop has
   */
  default ToolLoopResult run(ChatRequest request) {
    return run(request, CallOptions.none());
  }

  /**
   * Runs a request, whose own tools are added to those of the loop.
   *
   * @param options for each round
   * @throws LlmException if a round fails
   * @throws IllegalArgumentException if the request has a tool of a name that the loop has
   */
  ToolLoopResult run(ChatRequest request, CallOptions options);

  /**
   * Asks one question on another thread.
   *
   * @return the result, or what {@link #run(String)} would throw
   */
  default CompletableFuture<ToolLoopResult> runAsync(String prompt) {
    return runAsync(ChatRequest.of(prompt));
  }

  /**
   * Runs a request on another thread.
   *
   * @return the result, or what {@link #run(ChatRequest)} would throw
   * @throws IllegalArgumentException if the request has a tool of a name that the loop has
   */
  default CompletableFuture<ToolLoopResult> runAsync(ChatRequest request) {
    return runAsync(request, CallOptions.none());
  }

  /**
   * Runs a request on another thread: one of those that the client's async calls run on, for as
   * long as the loop takes. Completing the future, as by cancelling it, ends the round that is
   * going on and interrupts the tools.
   *
   * @param options for each round
   * @return the result, or what {@link #run(ChatRequest, CallOptions)} would throw
   * @throws IllegalArgumentException if the request has a tool of a name that the loop has
   */
  CompletableFuture<ToolLoopResult> runAsync(ChatRequest request, CallOptions options);

  /**
   * Asks one question with streamed rounds; the first one begins when the stream is read. The
   * caller closes it.
   */
  default ToolLoopStream stream(String prompt) {
    return stream(ChatRequest.of(prompt));
  }

  /**
   * Runs a request with streamed rounds; the first one begins when the stream is read. The caller
   * closes it.
   */
  default ToolLoopStream stream(ChatRequest request) {
    return stream(request, CallOptions.none());
  }

  /**
   * Runs a request with streamed rounds; the first one begins when the stream is read. The caller
   * closes it.
   *
   * @param options for each round
   * @throws IllegalArgumentException if the request has a tool of a name that the loop has
   */
  ToolLoopStream stream(ChatRequest request, CallOptions options);

  /**
   * Returns this loop with an answer of a type, such as a record.
   *
   * @throws IllegalArgumentException if the type has no form in JSON
   */
  default <T> TypedToolLoop<T> answering(Class<T> type) {
    return answering(JsonType.of(type));
  }

  /**
   * Returns this loop with an answer of a type with type arguments.
   *
   * @throws IllegalArgumentException if the type has no form in JSON
   */
  default <T> TypedToolLoop<T> answering(TypeRef<T> type) {
    return answering(JsonType.of(type));
  }

  /** Returns this loop with an answer of a type. */
  default <T> TypedToolLoop<T> answering(JsonType<T> type) {
    return new TypedToolLoop<>(this, type);
  }

  /** Collects the bounds of a loop. Not thread-safe. */
  final class Builder {
    /** The default of {@link #maxRounds}: 10. */
    public static final int DEFAULT_MAX_ROUNDS = 10;

    /** The default of {@link #maxCalls}: 50. */
    public static final int DEFAULT_MAX_CALLS = 50;

    /** The default of {@link #toolTimeout}: 1 minute. */
    public static final Duration DEFAULT_TOOL_TIMEOUT = Duration.ofMinutes(1);

    private final ChatClient client;
    private final List<Tool> tools;
    private int maxRounds = DEFAULT_MAX_ROUNDS;
    private int maxCalls = DEFAULT_MAX_CALLS;
    private Duration toolTimeout = DEFAULT_TOOL_TIMEOUT;
    private @Nullable Duration timeLimit;
    private @Nullable BigDecimal maxUsd;
    private @Nullable Executor executor;
    private @Nullable String name;
    private Approval.Policy approval = (tool, call) -> Approval.granted();
    private boolean throwing;

    private Builder(ChatClient client, List<Tool> tools) {
      this.client = requireNonNull(client, "client");
      this.tools = List.copyOf(tools);
    }

    /**
     * Sets the most rounds, each a call of the model. Default: 10.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder maxRounds(int rounds) {
      this.maxRounds = atLeastOne("maxRounds", rounds);
      return this;
    }

    /**
     * Sets the most calls of tools in all. Default: 50. A round that asks for more than are left
     * ends the loop before any of them runs.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder maxCalls(int calls) {
      this.maxCalls = atLeastOne("maxCalls", calls);
      return this;
    }

    /**
     * Sets how long one call of a tool may take. Then its thread is interrupted, and the model is
     * told. Default: 1 minute.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder toolTimeout(Duration timeout) {
      this.toolTimeout = positive("toolTimeout", timeout);
      return this;
    }

    /**
     * Sets how long the loop may take. Default: as long as its rounds and tools.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder timeLimit(Duration limit) {
      this.timeLimit = positive("timeLimit", limit);
      return this;
    }

    /**
     * Sets the most to spend on rounds, in US dollars, looked at after each. Needs a client with
     * prices: a round of unknown cost ends the loop. Default: none.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder maxUsd(BigDecimal usd) {
      if (usd.signum() <= 0) {
        throw new IllegalArgumentException("maxUsd must be positive, not " + usd);
      }
      this.maxUsd = usd;
      return this;
    }

    /**
     * Sets where tools run. It has to run them off the calling thread, or a tool that takes too
     * long is not cut. Default: a daemon thread for each call.
     */
    public Builder executor(Executor executor) {
      this.executor = requireNonNull(executor, "executor");
      return this;
    }

    /** Names the loop in telemetry, as {@code gen_ai.agent.name}. Default: no name. */
    public Builder name(String name) {
      this.name = requireNonNull(name, "name");
      return this;
    }

    /** Asks before each call of a tool whether it may run. Default: it may. */
    public Builder approval(Approval.Policy approval) {
      this.approval = requireNonNull(approval, "approval");
      return this;
    }

    /**
     * Ends the loop with a {@link ToolFailedException} when a tool fails or takes too long, instead
     * of telling the model. What the model itself gets wrong is told to it all the same, and so is
     * the message of a {@link ToolException}.
     */
    public Builder throwingFailures() {
      this.throwing = true;
      return this;
    }

    /**
     * Builds the loop.
     *
     * @throws IllegalArgumentException if two tools have one name, or the client was not built by
     *     {@link ChatClient#builder}
     */
    public ToolLoop build() {
      return RealToolLoop.create(
          client,
          tools,
          new LoopSettings(
              maxRounds,
              maxCalls,
              toolTimeout,
              timeLimit,
              maxUsd,
              executor == null ? LoopSettings.THREAD_PER_CALL : executor,
              name,
              approval,
              throwing));
    }

    private static int atLeastOne(String name, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(name + " must be 1 or more, not " + value);
      }
      return value;
    }

    private static Duration positive(String name, Duration value) {
      if (value.isNegative() || value.isZero()) {
        throw new IllegalArgumentException(name + " must be positive, not " + value);
      }
      return value;
    }
  }
}
