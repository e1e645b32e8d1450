package dev.telltale.internal.pipeline;

import dev.telltale.BreakerPolicy;
import dev.telltale.Budget;
import dev.telltale.internal.http.Transport;
import dev.telltale.internal.pipeline.InterceptorStage.Level;
import dev.telltale.internal.telemetry.ChatInstrumenter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The way of every call, whole or streamed, as one list. Each stage sees the call before, and the
 * reply after, all stages below it.
 */
final class Pipeline {

  private static final RetryStage.Timing TIMING =
      new RetryStage.Timing(
          (time, cancellation) -> cancellation.await(time),
          () -> ThreadLocalRandom.current().nextDouble());

  private final List<Candidate> candidates;
  private final Interceptors interceptors;
  private final @Nullable Budget budget;
  private final @Nullable BreakerStage breaker;
  private final RetryStage retry;
  private final ExchangeStage exchange;

  Pipeline(
      List<Candidate> candidates,
      Interceptors interceptors,
      Resilience resilience,
      Transport transport,
      @Nullable Budget budget) {
    BreakerPolicy policy = resilience.breaker();
    this.candidates = candidates;
    this.interceptors = interceptors;
    this.budget = budget;
    this.breaker = policy == null ? null : new BreakerStage(candidates, policy, System::nanoTime);
    this.retry = new RetryStage(resilience.retry(), TIMING);
    this.exchange = new ExchangeStage(transport, InstantSource.system());
  }

  /** The one that calls are sent to first. */
  Candidate first() {
    return candidates.get(0);
  }

  /** The stages for calls that are reported by this instrumenter; what they learn is shared. */
  Chain chain(ChatInstrumenter instrumenter) {
    List<Stage> stages = new ArrayList<>();
    // The user's interceptors of calls: one logical call, answered below or by themselves.
    interceptors.ofCalls().forEach(i -> stages.add(new InterceptorStage(i, Level.CALL)));
    if (budget != null) {
      // May refuse; knows the cost of all that is below.
      stages.add(new BudgetStage(budget, candidates, instrumenter));
    }
    if (!instrumenter.listeners().isEmpty()) {
      // The user's listeners: one logical call, whatever it takes.
      stages.add(new InteractionStage(instrumenter.listeners(), InstantSource.system()));
    }
    // Whom to ask, and whom next.
    stages.add(new FallbackStage(candidates, instrumenter));
    // One span, one duration, one end: whatever happens below.
    stages.add(new TelemetryStage(instrumenter));
    if (breaker != null) {
      // Calls that a failing provider is spared.
      stages.add(breaker);
    }
    // Attempts, and the waits between them.
    stages.add(retry);
    // The user's interceptors of attempts.
    interceptors.ofAttempts().forEach(i -> stages.add(new InterceptorStage(i, Level.ATTEMPT)));
    // Send, decode: one HTTP exchange per attempt.
    stages.add(exchange);
    return Chain.of(List.copyOf(stages));
  }
}
