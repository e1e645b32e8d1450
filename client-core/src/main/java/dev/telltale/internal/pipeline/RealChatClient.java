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
import dev.telltale.internal.telemetry.ChatInstrumenter;
import dev.telltale.internal.telemetry.ToolInstrumenter;
import dev.telltale.provider.AnswerForm;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Internal: the one implementation of {@link ChatClient}. */
public final class RealChatClient implements ChatClient {
  private final Transport transport;
  private final Chain chain;
  private final Timeouts timeouts;
  private final Executor executor;
  private final Duration closeTimeout;
  private final ToolInstrumenter toolInstrumenter;
  private final InFlight inFlight = new InFlight();

  private RealChatClient(
      Transport transport,
      Chain chain,
      Limits limits,
      Threads threads,
      ToolInstrumenter toolInstrumenter) {
    this.toolInstrumenter = toolInstrumenter;
    this.transport = transport;
    this.chain = chain;
    this.timeouts = limits.timeouts();
    this.executor = threads.toExecutor();
    this.closeTimeout = limits.closeTimeout();
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
    Transport transport = Transport.create(limits.http(), limits.bounds());
    ChatInstrumenter instrumenter = ChatInstrumenter.create(telemetry);
    BudgetStage spending =
        budget == null ? null : new BudgetStage(budget, candidates, instrumenter);
    Chain chain =
        Pipeline.create(candidates, interceptors, instrumenter, resilience, transport, spending);
    return new RealChatClient(transport, chain, limits, threads, instrumenter.tools());
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
    return submitted(new AsyncCall<>(begun.running, executor, Context.current(), begun::answer));
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

  /** What reports the tools that run for this client. */
  public ToolInstrumenter toolInstrumenter() {
    return toolInstrumenter;
  }

  /** Begins calls that follow each other; whoever gets them ends them. */
  public CallSeries series() {
    return new CallSeries(this, inFlight.begin());
  }

  ChatResponse chat(ChatRequest request, CallOptions options, Cancellation series) {
    return begin(request, options, AnswerForm.WHOLE).within(series).answer();
  }

  ChatStream stream(ChatRequest request, CallOptions options, Cancellation series) {
    return begin(request, options, AnswerForm.STREAM).within(series).open();
  }

  <T> CompletableFuture<T> async(RunningCall running, Supplier<T> work) {
    return submitted(new AsyncCall<>(running, executor, Context.current(), work));
  }

  @Override
  public void close() {
    inFlight.close(closeTimeout);
    transport.close();
  }

  private static <T> CompletableFuture<T> submitted(AsyncCall<T> call) {
    call.submit();
    return call.future();
  }

  private AsyncCall<ChatResponse> streamed(
      ChatRequest request, CallOptions options, Context context, StreamCallback callback) {
    Begun begun = begin(request, options, AnswerForm.STREAM);
    StreamedCall reading = new StreamedCall(begun::open, callback, begun.running.cancellation());
    return new AsyncCall<>(begun.running, executor, context, reading);
  }

  private Begun begin(ChatRequest request, CallOptions options, AnswerForm form) {
    requireNonNull(request, "request");
    requireNonNull(options, "options");
    RunningCall running = inFlight.begin();
    ChatCall call =
        new ChatCall(
            request,
            options,
            form,
            timeouts.start(options, System::nanoTime),
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
      return ((Reply.Whole) running.finished(() -> chain.proceed(call))).response();
    }

    ChatStream open() {
      return ((Reply.Opened) running.finished(() -> chain.proceed(call))).stream();
    }
  }

  /** How long a client waits, and how much it takes. */
  public record Limits(HttpOptions http, Timeouts timeouts, Bounds bounds, Duration closeTimeout) {}

  /**
   * Where async calls run.
   *
   * @param executor the user's, or null for threads of the client's own
   * @param maxRunning the most at once on the client's own threads, or null for the default
   * @param maxQueued the most that wait for one of the client's own threads
   */
  public record Threads(@Nullable Executor executor, @Nullable Integer maxRunning, int maxQueued) {
    private Executor toExecutor() {
      return executor == null ? AsyncRunner.create(maxRunning, maxQueued) : executor;
    }
  }
}
