package dev.telltale.internal.pipeline;

import static java.util.Objects.requireNonNull;

import dev.telltale.Budget;
import dev.telltale.CallOptions;
import dev.telltale.ChatClient;
import dev.telltale.ChatRequest;
import dev.telltale.ChatResponse;
import dev.telltale.ChatStream;
import dev.telltale.ErrorKind;
import dev.telltale.HttpOptions;
import dev.telltale.StreamCallback;
import dev.telltale.StreamEvent;
import dev.telltale.Telemetry;
import dev.telltale.internal.http.Bounds;
import dev.telltale.internal.http.Transport;
import dev.telltale.internal.retry.Cancellation;
import dev.telltale.internal.retry.Timeouts;
import dev.telltale.internal.retry.Timeouts.Timers;
import dev.telltale.internal.telemetry.ChatInstrumenter;
import dev.telltale.internal.telemetry.LoopRecording;
import dev.telltale.internal.telemetry.LoopStart;
import dev.telltale.provider.AnswerForm;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Internal: the one implementation of {@link ChatClient}. All clients derived from one share its
 * {@link Shared}, which the first of them owns.
 */
public final class RealChatClient implements ChatClient {
  private final Shared shared;

  /** Replaced when there is at last a global OpenTelemetry to report to. */
  private volatile Way way;

  private final Defaults defaults;
  private final boolean owner;

  private RealChatClient(Shared shared, Way way, Defaults defaults, boolean owner) {
    this.shared = shared;
    this.way = way;
    this.defaults = defaults;
    this.owner = owner;
  }

  /** Builds a client with a transport of its own. */
  public static RealChatClient create(
      List<Candidate> candidates,
      Interceptors interceptors,
      Telemetry telemetry,
      Resilience resilience,
      Limits limits,
      Threads threads,
      @Nullable Budget budget) {
    requirePrices(budget, telemetry);
    Transport transport = Transport.create(limits.http(), limits.bounds());
    Pipeline pipeline = new Pipeline(candidates, interceptors, resilience, transport, budget);
    CallQueue queue = threads.queue();
    Shared shared =
        new Shared(
            transport,
            pipeline,
            limits.timeouts(),
            threads.runner(queue),
            limits.closeTimeout(),
            new InFlight(queue),
            budget);
    Way way = Way.of(pipeline, ChatInstrumenter.create(telemetry));
    return new RealChatClient(shared, way, Defaults.NONE, true);
  }

  @Override
  public ChatResponse chat(ChatRequest request, CallOptions options) {
    return begin(request, options, AnswerForm.WHOLE).answer();
  }

  @Override
  public ChatStream stream(ChatRequest request, CallOptions options) {
    return begin(request, options, AnswerForm.STREAM).open();
  }

  @Override
  public CompletableFuture<ChatResponse> chatAsync(ChatRequest request, CallOptions options) {
    Begun begun = begin(request, options, AnswerForm.WHOLE);
    return submitted(
        new AsyncCall<>(begun.running, shared.runner, Context.current(), begun::answer));
  }

  @Override
  public CompletableFuture<ChatResponse> streamAsync(
      ChatRequest request, CallOptions options, StreamCallback callback) {
    requireNonNull(callback, "callback");
    return submitted(streamed(request, options, Context.current(), callback));
  }

  @Override
  public Flow.Publisher<StreamEvent> streamPublisher(ChatRequest request, CallOptions options) {
    requireNonNull(request, "request");
    requireNonNull(options, "options");
    Context context = Context.current();
    return new EventPublisher(callback -> streamed(request, options, context, callback));
  }

  @Override
  public ChatClient with(CallOptions options) {
    requireNonNull(options, "options");
    return new RealChatClient(shared, way, defaults.with(options), false);
  }

  @Override
  public ChatClient with(Telemetry telemetry) {
    requireNonNull(telemetry, "telemetry");
    requirePrices(shared.budget, telemetry);
    return new RealChatClient(
        shared, Way.of(shared.pipeline, way.instrumenter.derive(telemetry)), defaults, false);
  }

  @Override
  public ChatClient withModel(String model) {
    if (requireNonNull(model, "model").isBlank()) {
      throw new IllegalArgumentException("model is blank");
    }
    return new RealChatClient(shared, way, defaults.withModel(model), false);
  }

  /** The options of a call with this client's defaults. */
  public CallOptions complete(CallOptions options) {
    return options.withDefaults(defaults.options);
  }

  /**
   * Starts the recording of a tool loop; whoever gets it ends it.
   *
   * @param name what the loop is called, or null
   */
  public LoopRecording startLoop(@Nullable String name, ChatRequest request, CallOptions options) {
    Candidate first = shared.pipeline.first();
    String model = first.model() == null ? defaults.complete(request).model() : first.model();
    return way()
        .instrumenter
        .tools()
        .startLoop(new LoopStart(name, first.provider(), model, complete(options)));
  }

  /** Begins calls that follow each other; whoever gets them ends them. */
  public CallSeries series() {
    return new CallSeries(this, shared.inFlight.beginSeries());
  }

  ChatResponse chat(ChatRequest request, CallOptions options, Cancellation series) {
    return begin(request, options, AnswerForm.WHOLE).within(series).answer();
  }

  ChatStream stream(ChatRequest request, CallOptions options, Cancellation series) {
    return begin(request, options, AnswerForm.STREAM).within(series).open();
  }

  <T> CompletableFuture<T> async(RunningCall running, Supplier<T> work) {
    return submitted(new AsyncCall<>(running, shared.runner, Context.current(), work));
  }

  @Override
  public void close() {
    if (owner) {
      shared.close();
    }
  }

  private Way way() {
    Way known = way;
    ChatInstrumenter current = known.instrumenter.current();
    if (current.equals(known.instrumenter)) {
      return known;
    }
    Way late = Way.of(shared.pipeline, current);
    way = late;
    return late;
  }

  private static void requirePrices(@Nullable Budget budget, Telemetry telemetry) {
    if (budget != null && telemetry.costModel() == null) {
      throw new IllegalStateException(
          "A budget needs prices: give the client the telemetry of an Observability, or a"
              + " Telemetry with a costModel");
    }
  }

  private static <T> CompletableFuture<T> submitted(AsyncCall<T> call) {
    call.submit();
    return call.future();
  }

  private AsyncCall<ChatResponse> streamed(
      ChatRequest request, CallOptions options, Context context, StreamCallback callback) {
    Begun begun = begin(request, options, AnswerForm.STREAM);
    StreamedCall reading = new StreamedCall(begun::open, callback, begun.running);
    return new AsyncCall<>(begun.running, shared.runner, context, reading);
  }

  private Begun begin(ChatRequest request, CallOptions options, AnswerForm form) {
    requireNonNull(request, "request");
    requireNonNull(options, "options");
    ChatRequest asked = defaults.complete(request);
    CallOptions chosen = complete(options);
    Timers timers = shared.timeouts.start(chosen, System::nanoTime);
    RunningCall running = shared.inFlight.begin(timers.opening());
    ChatCall call =
        new ChatCall(
            asked,
            chosen,
            form,
            timers,
            running.cancellation(),
            running.log(),
            running,
            null,
            null);
    return new Begun(running, call);
  }

  /** A call that closing the client ends from here on. */
  private final class Begun {
    private final RunningCall running;
    private final ChatCall call;

    Begun(RunningCall running, ChatCall call) {
      this.running = running;
      this.call = call;
    }

    /** Ends the call when the series it belongs to is cancelled. */
    Begun within(Cancellation series) {
      series.onCancel(
          () -> {
            ErrorKind reason = series.reason();
            running.cancellation().cancel(reason == null ? ErrorKind.CANCELLED : reason);
          });
      return this;
    }

    ChatResponse answer() {
      return ((Reply.Whole) running.finished(() -> way().chain.proceed(call))).response();
    }

    ChatStream open() {
      return ((Reply.Opened) running.finished(() -> way().chain.proceed(call))).stream();
    }
  }

  /** What a client and those derived from it have in common. */
  private record Shared(
      Transport transport,
      Pipeline pipeline,
      Timeouts timeouts,
      AsyncRunner runner,
      Duration closeTimeout,
      InFlight inFlight,
      @Nullable Budget budget) {
    void close() {
      inFlight.close(closeTimeout);
      transport.close();
    }
  }

  /** The way of calls that are reported to one telemetry. */
  private record Way(Chain chain, ChatInstrumenter instrumenter) {
    static Way of(Pipeline pipeline, ChatInstrumenter instrumenter) {
      return new Way(pipeline.chain(instrumenter), instrumenter);
    }
  }

  /** What calls are completed with. */
  private record Defaults(CallOptions options, @Nullable String model) {
    static final Defaults NONE = new Defaults(CallOptions.none(), null);

    Defaults with(CallOptions chosen) {
      return new Defaults(chosen.withDefaults(options), model);
    }

    Defaults withModel(String chosen) {
      return new Defaults(options, chosen);
    }

    ChatRequest complete(ChatRequest request) {
      return model == null || request.model() != null
          ? request
          : request.toBuilder().model(model).build();
    }
  }

  /** How long a client waits, and how much it takes. */
  public record Limits(HttpOptions http, Timeouts timeouts, Bounds bounds, Duration closeTimeout) {}

  /**
   * How many calls there may be, and where async ones run.
   *
   * @param executor the user's, or null for threads of the client's own
   * @param maxConcurrent the most calls at once, or null for any number
   * @param maxQueued the most that wait
   */
  public record Threads(
      @Nullable Executor executor, @Nullable Integer maxConcurrent, int maxQueued) {
    private CallQueue queue() {
      int most = maxConcurrent == null ? CallQueue.UNLIMITED : maxConcurrent;
      return new CallQueue(most, OwnThreads.most(maxConcurrent), maxQueued);
    }

    private AsyncRunner runner(CallQueue queue) {
      return executor == null ? OwnThreads.create(queue) : AsyncRunner.on(executor);
    }
  }
}
