package dev.telltale.internal.pipeline;

import dev.telltale.CallTimer;
import dev.telltale.ChatRequest;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.RetryPolicy;
import dev.telltale.internal.pipeline.ChatCall.Outgoing;
import dev.telltale.internal.retry.Attempt;
import dev.telltale.internal.retry.FailedAttempt;
import dev.telltale.internal.retry.RetryBudget;
import dev.telltale.internal.retry.RetryDecision;
import dev.telltale.internal.retry.RetryLoop;
import dev.telltale.internal.retry.RetryLoop.Repeat;
import dev.telltale.internal.retry.RetryRules;
import dev.telltale.internal.retry.Waiter;
import dev.telltale.provider.ChatProvider;
import dev.telltale.provider.ErrorDetails;
import dev.telltale.provider.WireRequest;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.DoubleSupplier;

/**
 * Encodes the request once and has it sent until an attempt succeeds, the rules say stop, or the
 * call's time is up.
 */
final class RetryStage implements Stage {
  private static final int UNAUTHORIZED = 401;

  private static final String NO_ROOM =
      "As many calls run and wait as maxConcurrentCalls and maxQueuedCalls allow, or no thread was"
          + " to be had.";

  private final RetryLoop defaultLoop;
  private final Timing timing;

  /** By host, as a client may have providers at several. */
  private final ConcurrentMap<String, RetryBudget> budgets = new ConcurrentHashMap<>();

  RetryStage(RetryPolicy policy, Timing timing) {
    this.defaultLoop = new RetryLoop(policy);
    this.timing = timing;
  }

  @Override
  public Reply run(ChatCall call, Chain rest) {
    RetryPolicy policy = call.options().retry();
    RetryLoop loop =
        policy == null || policy == defaultLoop.policy() ? defaultLoop : new RetryLoop(policy);
    ChatProvider provider = call.provider();
    ChatRequest asked = SchemaInstructions.fit(call.request(), provider.schemaSupport());
    WireRequest request = provider.encode(asked, call.model(), call.form());
    RetryBudget budget =
        budgets.computeIfAbsent(
            call.provider().info().endpoint().host(), host -> new RetryBudget());
    return loop.run(
        new CallAttempts(call, rest, loop.policy(), request, budget),
        call.cancellation(),
        timing.waiter());
  }

  /**
   * Where time and chance come from.
   *
   * @param random from 0 to 1
   */
  record Timing(Waiter waiter, DoubleSupplier random) {}

  private final class CallAttempts implements RetryLoop.Attempts<Reply> {
    private final ChatCall call;
    private final Chain rest;
    private final RetryPolicy policy;
    private final WireRequest request;
    private final RetryBudget budget;
    private boolean renewed;

    CallAttempts(
        ChatCall call, Chain rest, RetryPolicy policy, WireRequest request, RetryBudget budget) {
      this.call = call;
      this.rest = rest;
      this.policy = policy;
      this.request = request;
      this.budget = budget;
    }

    @Override
    public Reply attempt(int number, Duration waited) throws Repeat {
      ErrorKind cancelled = call.cancellation().reason();
      if (cancelled != null) {
        throw cancelled(cancelled);
      }
      if (!RetryRules.timeForAttempt(call.deadline().remaining())) {
        throw outOfTime();
      }
      int counted = renewed ? number + 1 : number;
      Attempt attempt =
          call.log().begin(call.provider().info().name(), call.model(), counted, waited);
      try {
        Reply reply = rest.proceed(call.withOutgoing(new Outgoing(request, attempt)));
        budget.succeeded(number);
        return reply;
      } catch (LlmException failure) {
        attempt.failed(failure.kind());
        if (renews(failure)) {
          renewed = true;
          call.listener().retrying(counted, failure.details(), Duration.ZERO);
          return attempt(number, Duration.ZERO);
        }
        Duration wait = waitAfter(number, attempt, failure);
        call.listener().retrying(counted, failure.details(), wait);
        throw new Repeat(wait);
      }
    }

    @Override
    public LlmException cancelled(ErrorKind reason) {
      String hint = reason == ErrorKind.REJECTED ? NO_ROOM : null;
      return LlmException.from(
          ErrorDetails.builder(reason).hint(hint).report(call.log()::report).build());
    }

    private LlmException outOfTime() {
      return LlmException.from(
          ErrorDetails.builder(ErrorKind.TIMEOUT)
              .timer(CallTimer.DEADLINE)
              .report(call.log()::report)
              .build());
    }

    /**
     * Whether the token was refused and another may be had: once in a call, beyond what the policy
     * allows, as it repeats nothing that could have done anything.
     */
    private boolean renews(LlmException failure) {
      return !renewed
          && failure.kind() == ErrorKind.AUTHENTICATION
          && failure.status().orElse(0) == UNAUTHORIZED
          && call.provider().credential().renewable()
          && RetryRules.timeForAttempt(call.deadline().remaining());
    }

    /**
     * The wait until the next attempt, or the failure if there is to be none.
     *
     * @param number of the failed attempt, without the one for a renewed token
     */
    private Duration waitAfter(int number, Attempt attempt, LlmException failure) {
      FailedAttempt failed =
          new FailedAttempt(number, call.form(), failure.details(), attempt.progress());
      double random = timing.random().getAsDouble();
      RetryDecision decision =
          RetryRules.decide(policy, failed, call.deadline().remaining(), random);
      if (decision instanceof RetryDecision.Wait wait && budget.take(failure.kind())) {
        return wait.duration();
      }
      throw failure;
    }
  }
}
