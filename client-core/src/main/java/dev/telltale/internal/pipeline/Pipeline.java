package dev.telltale.internal.pipeline;

import dev.telltale.BreakerPolicy;
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

  private Pipeline() {}

  static Chain create(
      List<Candidate> candidates,
      Interceptors interceptors,
      ChatInstrumenter instrumenter,
      Resilience resilience,
      Transport transport,
      @Nullable BudgetStage budget) {
    List<Stage> stages = new ArrayList<>();
    // The user's interceptors of calls: one logical call, answered below or by themselves.
    interceptors.ofCalls().forEach(i -> stages.add(new InterceptorStage(i, Level.CALL)));
    if (budget != null) {
      // May refuse; knows the cost of all that is below.
      stages.add(budget);
    }
    if (!instrumenter.listeners().isEmpty()) {
      // The user's listeners: one logical call, whatever it takes.
      stages.add(new InteractionStage(instrumenter.listeners(), InstantSource.system()));
    }
    // Whom to ask, and whom next.
    stages.add(new FallbackStage(candidates, instrumenter));
    // One span, one duration, one end: whatever happens below.
    stages.add(new TelemetryStage(instrumenter));
    BreakerPolicy breaker = resilience.breaker();
    if (breaker != null) {
      // Calls that a failing provider is spared.
      stages.add(new BreakerStage(candidates, breaker, System::nanoTime));
    }
    // Attempts, and the waits between them.
    stages.add(new RetryStage(resilience.retry(), TIMING));
    // The user's interceptors of attempts.
    interceptors.ofAttempts().forEach(i -> stages.add(new InterceptorStage(i, Level.ATTEMPT)));
    // Send, decode: one HTTP exchange per attempt.
    stages.add(new ExchangeStage(transport, InstantSource.system()));
    return Chain.of(List.copyOf(stages));
  }
}
