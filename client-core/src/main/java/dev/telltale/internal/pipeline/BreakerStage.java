package dev.telltale.internal.pipeline;

import dev.telltale.BreakerPolicy;
import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.internal.retry.CircuitBreaker;
import dev.telltale.internal.retry.CircuitBreaker.Permit;
import dev.telltale.internal.retry.CircuitBreaker.Result;
import dev.telltale.internal.retry.FallbackRules;
import dev.telltale.provider.ChatProvider;
import dev.telltale.provider.ErrorDetails;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Refuses calls to a provider that keeps failing. Below telemetry, so that a refused call is seen;
 * above the retries, so that one call counts once.
 */
final class BreakerStage implements Stage {
  private final IdentityHashMap<ChatProvider, CircuitBreaker> breakers;

  BreakerStage(List<Candidate> candidates, BreakerPolicy policy, LongSupplier ticker) {
    IdentityHashMap<ChatProvider, CircuitBreaker> byProvider = new IdentityHashMap<>();
    candidates.forEach(
        candidate ->
            byProvider.computeIfAbsent(
                candidate.provider(), provider -> new CircuitBreaker(policy, ticker)));
    this.breakers = byProvider;
  }

  @Override
  public Reply run(ChatCall call, Chain rest) {
    CircuitBreaker breaker = breakers.get(call.provider());
    if (breaker == null) {
      return rest.proceed(call);
    }
    Permit permit = breaker.acquire();
    if (permit == null) {
      throw refused(call, breaker);
    }
    Result result = Result.UNKNOWN;
    int attempts = call.log().attempts();
    try {
      Reply reply = rest.proceed(call);
      result = Result.ANSWERED;
      return reply;
    } catch (LlmException failure) {
      if (call.log().attempts() > attempts) {
        // Else it came too late to be sent, which is nobody's fault here.
        result = result(failure.details());
      }
      throw failure;
    } finally {
      permit.release(result);
    }
  }

  private static Result result(ErrorDetails failure) {
    if (FallbackRules.unavailable(failure)) {
      return Result.UNAVAILABLE;
    }
    return failure.status().isPresent() ? Result.ANSWERED : Result.UNKNOWN;
  }

  private static LlmException refused(ChatCall call, CircuitBreaker breaker) {
    String provider = call.provider().info().name();
    return LlmException.from(
        ErrorDetails.builder(ErrorKind.REJECTED)
            .code(FallbackRules.CIRCUIT_OPEN)
            .hint("The provider " + provider + " kept failing and is left alone for a while.")
            .retryAfter(breaker.remaining())
            .report(call.log()::report)
            .build());
  }
}
