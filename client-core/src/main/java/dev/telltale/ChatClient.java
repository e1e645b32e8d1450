package dev.telltale;

import static java.util.Objects.requireNonNull;

import dev.telltale.internal.http.Bounds;
import dev.telltale.internal.pipeline.Candidate;
import dev.telltale.internal.pipeline.Interceptors;
import dev.telltale.internal.pipeline.RealChatClient;
import dev.telltale.internal.pipeline.Resilience;
import dev.telltale.internal.retry.Timeouts;
import dev.telltale.provider.ChatProvider;
import dev.telltale.tools.JsonType;
import dev.telltale.tools.TypeRef;
import dev.telltale.tools.TypedChat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Sends chat requests to a model and reports every call to OpenTelemetry.
 *
 * <pre>{@code
 * try (ChatClient client = ChatClient.builder(OpenAi.fromEnv()).build()) {
 *   System.out.println(client.chat("Name three rivers.").text());
 * }
 * }</pre>
 *
 * <p>Thread-safe and immutable; one client serves a whole application. Whoever builds it closes it;
 * an unclosed client never keeps the JVM alive. A call blocks its thread until the answer is there;
 * interrupting the thread ends the call. Every failure of a call is an {@link LlmException}. Not
 * for users to implement: a fake belongs behind {@link ChatProvider} or an HTTP server.
 *
 * <p>The async forms make the same call on another thread: a virtual one where the JDK has them,
 * else one of at most 256, or one of {@link Builder#executor}. What they call back runs there too,
 * in the OpenTelemetry context of the thread that asked for the call. Their future always
 * completes, and completing it from outside, as by {@code cancel} or {@code orTimeout}, ends the
 * call. A future made from it, as by {@code thenApply}, does not.
 */
public interface ChatClient extends AutoCloseable {

  /** Returns a builder for a client of this provider. */
  static Builder builder(ChatProvider provider) {
    return new Builder(provider);
  }

  /**
   * Asks one question of the provider's default model.
   *
   * @throws LlmException if no answer came
   * @throws IllegalStateException if the client is closed or the provider has no default model
   */
  default ChatResponse chat(String prompt) {
    return chat(ChatRequest.of(prompt));
  }

  /**
   * Sends a request and waits for the whole answer.
   *
   * @throws LlmException if no answer came
   * @throws IllegalStateException if the client is closed or no model is named
   */
  default ChatResponse chat(ChatRequest request) {
    return chat(request, CallOptions.none());
  }

  /**
   * Sends a request and waits for the whole answer.
   *
   * @throws LlmException if no answer came
   * @throws IllegalStateException if the client is closed or no model is named
   */
  ChatResponse chat(ChatRequest request, CallOptions options);

  /**
   * Asks one question and returns the answer as a stream, which the caller closes.
   *
   * @throws LlmException if the stream could not be opened
   * @throws IllegalStateException if the client is closed or the provider has no default model
   */
  default ChatStream stream(String prompt) {
    return stream(ChatRequest.of(prompt));
  }

  /**
   * Sends a request and returns the answer as a stream, which the caller closes. Returns when the
   * first event is there.
   *
   * @throws LlmException if the stream could not be opened
   * @throws IllegalStateException if the client is closed or no model is named
   */
  default ChatStream stream(ChatRequest request) {
    return stream(request, CallOptions.none());
  }

  /**
   * Sends a request and returns the answer as a stream, which the caller closes. Returns when the
   * first event is there.
   *
   * @throws LlmException if the stream could not be opened
   * @throws IllegalStateException if the client is closed or no model is named
   */
  ChatStream stream(ChatRequest request, CallOptions options);

  /**
   * Asks one question of the provider's default model, on another thread.
   *
   * @throws IllegalStateException if the client is closed
   */
  default CompletableFuture<ChatResponse> chatAsync(String prompt) {
    return chatAsync(ChatRequest.of(prompt));
  }

  /**
   * Sends a request on another thread.
   *
   * @return the answer, or what {@link #chat(ChatRequest, CallOptions)} would throw
   * @throws IllegalStateException if the client is closed
   */
  default CompletableFuture<ChatResponse> chatAsync(ChatRequest request) {
    return chatAsync(request, CallOptions.none());
  }

  /**
   * Sends a request on another thread.
   *
   * @return the answer, or what {@link #chat(ChatRequest, CallOptions)} would throw
   * @throws IllegalStateException if the client is closed
   */
  CompletableFuture<ChatResponse> chatAsync(ChatRequest request, CallOptions options);

  /**
   * Sends a request and reads the answer as a stream, both on another thread.
   *
   * @return the whole answer once it was handed over, or what ended the stream
   * @throws IllegalStateException if the client is closed
   */
  default CompletableFuture<ChatResponse> streamAsync(
      ChatRequest request, StreamCallback callback) {
    return streamAsync(request, CallOptions.none(), callback);
  }

  /**
   * Sends a request and reads the answer as a stream, both on another thread.
   *
   * @return the whole answer once it was handed over, or what ended the stream
   * @throws IllegalStateException if the client is closed
   */
  CompletableFuture<ChatResponse> streamAsync(
      ChatRequest request, CallOptions options, StreamCallback callback);

  /**
   * Returns the events of a call that is made, on another thread, once a subscriber asks for the
   * first. It takes one subscriber, hands over no more than was asked for, and holds back the
   * server meanwhile; cancelling the subscription ends the call. Its context is that of the thread
   * that calls this method. Who needs the whole answer takes {@link #streamAsync}.
   */
  default Flow.Publisher<StreamEvent> streamPublisher(ChatRequest request) {
    return streamPublisher(request, CallOptions.none());
  }

  /**
   * Returns the events of a call that is made, on another thread, once a subscriber asks for the
   * first, as {@link #streamPublisher(ChatRequest)} does.
   */
  Flow.Publisher<StreamEvent> streamPublisher(ChatRequest request, CallOptions options);

  /**
   * Returns this client asking for answers of a type, such as a record.
   *
   * @throws IllegalArgumentException if the type has no form in JSON
   */
  default <T> TypedChat<T> answering(Class<T> type) {
    return answering(JsonType.of(type));
  }

  /**
   * Returns this client asking for answers of a type with type arguments.
   *
   * @throws IllegalArgumentException if the type has no form in JSON
   */
  default <T> TypedChat<T> answering(TypeRef<T> type) {
    return answering(JsonType.of(type));
  }

  /** Returns this client asking for answers of a type that was described before. */
  default <T> TypedChat<T> answering(JsonType<T> type) {
    return TypedChat.of(this, type);
  }

  /**
   * Returns this client with options for all its calls; those of a call win over them, as {@link
   * CallOptions#withDefaults} says.
   *
   * <p>Like all derived clients it shares what this one has: connections, threads, time limits,
   * retry budgets, circuit breakers, interceptors and its budget. It need not be closed, and
   * closing it does nothing; closing the client that a builder made ends the calls of all.
   */
  ChatClient with(CallOptions options);

  /**
   * Returns this client reporting elsewhere, or other things. Otherwise as {@link
   * #with(CallOptions)}. It makes new instruments: derive it once, not for each call.
   *
   * @throws IllegalStateException if this client has a budget, and the telemetry no prices
   */
  ChatClient with(Telemetry telemetry);

  /**
   * Returns this client asking for a model where a request names none, in place of the provider's
   * default. Otherwise as {@link #with(CallOptions)}.
   *
   * @throws IllegalArgumentException if the model is blank
   */
  ChatClient withModel(String model);

  /**
   * Ends the calls in flight and releases connections. Waits until those calls have ended, at most
   * {@link Builder#closeTimeout}, unless it is called from within one. Idempotent and thread-safe.
   * An OpenTelemetry or executor given to the client stays open. On a client that {@code with} made
   * it does nothing: what that uses belongs to the client it came from.
   */
  @Override
  void close();

  /** Collects settings of a client. Not thread-safe. */
  final class Builder {
    /** The default of {@link #connectTimeout}: 10 seconds. */
    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** The default of {@link #deadline}: 10 minutes. */
    public static final Duration DEFAULT_DEADLINE = Duration.ofMinutes(10);

    /** The default of {@link #firstEventTimeout}: 5 minutes. */
    public static final Duration DEFAULT_FIRST_EVENT_TIMEOUT = Duration.ofMinutes(5);

    /** The default of {@link #streamIdleTimeout}: 2 minutes. */
    public static final Duration DEFAULT_STREAM_IDLE_TIMEOUT = Duration.ofMinutes(2);

    /** The default of {@link #streamProgressTimeout}: 5 minutes. */
    public static final Duration DEFAULT_STREAM_PROGRESS_TIMEOUT = Duration.ofMinutes(5);

    /** The default of {@link #maxBodyBytes}: 16 MiB. */
    public static final long DEFAULT_MAX_BODY_BYTES = 16L << 20;

    /** The default of {@link #maxStreamEvents}: 1,000,000. */
    public static final long DEFAULT_MAX_STREAM_EVENTS = 1_000_000;

    /** The default of {@link #maxStreamTextBytes}: 16 MiB. */
    public static final long DEFAULT_MAX_STREAM_TEXT_BYTES = 16L << 20;

    /** The default of {@link #closeTimeout}: 10 seconds. */
    public static final Duration DEFAULT_CLOSE_TIMEOUT = Duration.ofSeconds(10);

    /** The default of {@link #maxQueuedCalls}: 10,000. */
    public static final int DEFAULT_MAX_QUEUED_CALLS = 10_000;

    private final List<Candidate> candidates = new ArrayList<>();
    private final List<ChatInterceptor> interceptors = new ArrayList<>();
    private final List<ChatInterceptor> attemptInterceptors = new ArrayList<>();
    private @Nullable Telemetry telemetry;
    private RetryPolicy retry = RetryPolicy.defaults();
    private @Nullable BreakerPolicy breaker;
    private HttpOptions http = HttpOptions.defaults();
    private Duration connectTimeout = DEFAULT_CONNECT_TIMEOUT;
    private Duration deadline = DEFAULT_DEADLINE;
    private Duration firstEventTimeout = DEFAULT_FIRST_EVENT_TIMEOUT;
    private Duration streamIdleTimeout = DEFAULT_STREAM_IDLE_TIMEOUT;
    private Duration streamProgressTimeout = DEFAULT_STREAM_PROGRESS_TIMEOUT;
    private @Nullable Duration streamDeadline;
    private Duration closeTimeout = DEFAULT_CLOSE_TIMEOUT;
    private long maxBodyBytes = DEFAULT_MAX_BODY_BYTES;
    private long maxStreamEvents = DEFAULT_MAX_STREAM_EVENTS;
    private long maxStreamTextBytes = DEFAULT_MAX_STREAM_TEXT_BYTES;
    private @Nullable Budget budget;
    private @Nullable Executor executor;
    private @Nullable Integer maxConcurrentCalls;
    private int maxQueuedCalls = DEFAULT_MAX_QUEUED_CALLS;

    private Builder(ChatProvider provider) {
      candidates.add(new Candidate(requireNonNull(provider, "provider"), null));
    }

    /**
     * Adds a provider to ask when those before it are unavailable. It is asked for the model that
     * the request names, else for its own default.
     *
     * <p>Unavailable is a provider whose retries are used up by connection failures, timeouts, a
     * rate limit, a used-up quota, HTTP 408, 425, 429 or any status from 500, or whose circuit
     * breaker is open. Whatever else a call fails with ends it: a refused request, prompt, key or
     * certificate, or the caller. All providers share the call's deadline, and a stream changes the
     * provider only before its first event. {@link CallReport#candidates()} says who was asked and
     * who served the call. A provider that cannot express the request is passed over. What the last
     * one failed with is thrown, the failures before it suppressed in it.
     */
    public Builder fallback(ChatProvider provider) {
      candidates.add(new Candidate(requireNonNull(provider, "provider"), null));
      return this;
    }

    /**
     * Adds a provider to ask when those before it are unavailable, always for this model: a name
     * that the request holds means another provider's model. Otherwise as {@link
     * #fallback(ChatProvider)}.
     *
     * @throws IllegalArgumentException if the model is blank
     */
    public Builder fallback(ChatProvider provider, String model) {
      if (requireNonNull(model, "model").isBlank()) {
        throw new IllegalArgumentException("model is blank");
      }
      candidates.add(new Candidate(requireNonNull(provider, "provider"), model));
      return this;
    }

    /**
     * Adds an interceptor above everything else: it sees one logical call and may answer itself.
     * Interceptors added first see the request first.
     */
    public Builder interceptor(ChatInterceptor interceptor) {
      interceptors.add(requireNonNull(interceptor, "interceptor"));
      return this;
    }

    /**
     * Adds an interceptor below the retries: it sees each attempt and proceeds exactly once.
     * Interceptors added first see the attempt first.
     */
    public Builder attemptInterceptor(ChatInterceptor interceptor) {
      attemptInterceptors.add(requireNonNull(interceptor, "interceptor"));
      return this;
    }

    /** Sets where calls are reported. Default: the global OpenTelemetry, if one is registered. */
    public Builder telemetry(Telemetry telemetry) {
      this.telemetry = requireNonNull(telemetry, "telemetry");
      return this;
    }

    /**
     * Sets what calls may cost; one that might go beyond it fails, unsent, with {@link
     * BudgetExceededException}. Needs prices, as {@code Observability} brings them. Default: none.
     */
    public Builder budget(Budget budget) {
      this.budget = requireNonNull(budget, "budget");
      return this;
    }

    /** Sets when a failed call is tried again. Default: {@link RetryPolicy#defaults()}. */
    public Builder retry(RetryPolicy retry) {
      this.retry = requireNonNull(retry, "retry");
      return this;
    }

    /**
     * Has each provider be left alone for a while when it keeps failing. Default: no circuit
     * breaker.
     */
    public Builder breaker(BreakerPolicy breaker) {
      this.breaker = requireNonNull(breaker, "breaker");
      return this;
    }

    /** Sets how servers are reached. Default: {@link HttpOptions#defaults()}. */
    public Builder http(HttpOptions http) {
      this.http = requireNonNull(http, "http");
      return this;
    }

    /**
     * Sets how long an attempt may wait for a connection, its TLS handshake included. Default: 10
     * seconds.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder connectTimeout(Duration timeout) {
      this.connectTimeout = positive("connectTimeout", timeout);
      return this;
    }

    /**
     * Sets the time limit of a call, which {@link CallOptions} can replace; it includes retries and
     * the waits between them. For a whole answer it covers everything; for a stream it covers the
     * time until the first event. Default: 10 minutes.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder deadline(Duration deadline) {
      this.deadline = positive("deadline", deadline);
      return this;
    }

    /**
     * Sets how long an attempt may wait for the first event of a stream. Default: 5 minutes, as a
     * reasoning model is silent while it thinks.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder firstEventTimeout(Duration timeout) {
      this.firstEventTimeout = positive("firstEventTimeout", timeout);
      return this;
    }

    /**
     * Sets how long a stream may bring no byte after its first event. Like {@link
     * #streamProgressTimeout} it runs only while the reader waits. Default: 2 minutes.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder streamIdleTimeout(Duration timeout) {
      this.streamIdleTimeout = positive("streamIdleTimeout", timeout);
      return this;
    }

    /**
     * Sets how long a stream may bring nothing of the answer after its first event: comments, pings
     * and empty pieces keep a connection alive, not a call. Default: 5 minutes.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder streamProgressTimeout(Duration timeout) {
      this.streamProgressTimeout = positive("streamProgressTimeout", timeout);
      return this;
    }

    /**
     * Sets the time from the call to the end of a stream, whatever it brings and however slow its
     * reader is; it takes effect when the reader asks for an event. Default: none.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder streamDeadline(Duration deadline) {
      this.streamDeadline = positive("streamDeadline", deadline);
      return this;
    }

    /**
     * Sets the most events of a stream. One with more ends with {@link ErrorKind#LIMIT_EXCEEDED}
     * and what had arrived. Default: 1,000,000.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder maxStreamEvents(long maxStreamEvents) {
      this.maxStreamEvents = atLeastOne("maxStreamEvents", maxStreamEvents);
      return this;
    }

    /**
     * Sets the most bytes of a stream's text, in UTF-8: the answer's, the refusal's and the
     * thinking, tool arguments, audio in base64 and log probabilities. A stream with more ends with
     * {@link ErrorKind#LIMIT_EXCEEDED} and what had arrived. Default: 16 MiB.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder maxStreamTextBytes(long maxStreamTextBytes) {
      this.maxStreamTextBytes = atLeastOne("maxStreamTextBytes", maxStreamTextBytes);
      return this;
    }

    /**
     * Sets the most bytes of a whole answer, after decompression, and of one event of a stream. A
     * larger one is refused with {@link ErrorKind#LIMIT_EXCEEDED}. Default: 16 MiB.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder maxBodyBytes(long maxBodyBytes) {
      this.maxBodyBytes = atLeastOne("maxBodyBytes", maxBodyBytes);
      return this;
    }

    /**
     * Sets how long closing the client may wait for its calls to end. Default: 10 seconds.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder closeTimeout(Duration timeout) {
      this.closeTimeout = positive("closeTimeout", timeout);
      return this;
    }

    /**
     * Sets where async calls run: one task for each, for as long as the call and its callbacks
     * take. Without it they run on threads of the client's own. A task is handed over on the thread
     * that makes the call, so an executor that wraps tasks can take along what that thread knows,
     * such as a logging library's MDC; the OpenTelemetry context goes along by itself. What a call
     * that ends before it began calls back may run elsewhere. The client never shuts it down; a
     * call that an executor drops instead of refusing completes when it is cancelled or the client
     * is closed.
     */
    public Builder executor(Executor executor) {
      this.executor = requireNonNull(executor, "executor");
      return this;
    }

    /**
     * Sets how many calls of this client are under way at once, whole, streamed and async together;
     * further ones wait for their turn in the order in which they came, within their deadline. A
     * retry keeps its call's turn, and a stream keeps it until it ends or is closed. Whoever makes
     * a call while it holds a stream open may therefore wait for itself. {@link
     * CallReport#queueTime()} says how long a call waited.
     *
     * <p>Default: no limit, but that without an {@link #executor} at most 256 async calls run at
     * once where the JDK has no virtual threads; a limit set here replaces that one.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder maxConcurrentCalls(int maxConcurrentCalls) {
      this.maxConcurrentCalls = (int) atLeastOne("maxConcurrentCalls", maxConcurrentCalls);
      return this;
    }

    /**
     * Sets how many calls may wait for their turn, in all; further ones fail at once, unsent, with
     * {@link ErrorKind#REJECTED}. What waits in an {@link #executor} does not count. Default:
     * 10,000.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Builder maxQueuedCalls(int maxQueuedCalls) {
      if (maxQueuedCalls < 0) {
        throw new IllegalArgumentException(
            "maxQueuedCalls must not be negative, is " + maxQueuedCalls);
      }
      this.maxQueuedCalls = maxQueuedCalls;
      return this;
    }

    /**
     * Builds the client. It connects when the first call is made.
     *
     * @throws IllegalArgumentException if a key store of the {@link HttpOptions} cannot be used, or
     *     its key not with that password
     * @throws IllegalStateException if a budget is set without prices
     */
    public ChatClient build() {
      Telemetry reported = telemetry == null ? Telemetry.builder().build() : telemetry;
      return RealChatClient.create(
          List.copyOf(candidates),
          new Interceptors(interceptors, attemptInterceptors),
          reported,
          new Resilience(retry, breaker),
          limits(),
          new RealChatClient.Threads(executor, maxConcurrentCalls, maxQueuedCalls),
          budget);
    }

    private RealChatClient.Limits limits() {
      Timeouts timeouts =
          new Timeouts(
              connectTimeout,
              firstEventTimeout,
              streamIdleTimeout,
              streamProgressTimeout,
              deadline,
              streamDeadline);
      Bounds bounds = new Bounds(maxBodyBytes, maxStreamEvents, maxStreamTextBytes);
      return new RealChatClient.Limits(http, timeouts, bounds, closeTimeout);
    }

    private static long atLeastOne(String name, long value) {
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
