package dev.telltale.internal.retry;

import dev.telltale.ErrorKind;
import dev.telltale.LlmException;
import dev.telltale.RetryPolicy;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;

/**
 * Runs attempts until one succeeds or the rules say stop.
 *
 * <p>resilience4j repeats and counts. It neither decides nor waits: an attempt that is to be
 * repeated ends with {@link Repeat}, which is the only exception it retries, and the wait is the
 * first thing of the next attempt, since resilience4j's own could not be cancelled.
 */
public final class RetryLoop {
  private final RetryPolicy policy;
  private final Retry retry;

  /** A loop for calls under one policy. Thread-safe. */
  public RetryLoop(RetryPolicy policy) {
    this.policy = policy;
    this.retry =
        Retry.of(
            "telltale",
            RetryConfig.custom()
                .maxAttempts(policy.maxRetries() + 1)
                .retryOnException(Repeat.class::isInstance)
                .intervalBiFunction((attempt, outcome) -> 0L)
                .build());
  }

  /** The policy of the loop. */
  public RetryPolicy policy() {
    return policy;
  }

  /**
   * Runs the attempts of one call.
   *
   * @throws LlmException what the last attempt failed with, or that the call was cancelled
   */
  public <T> T run(Attempts<T> attempts, Cancellation cancellation, Waiter waiter) {
    Run<T> run = new Run<>(attempts, cancellation, waiter);
    try {
      return retry.executeCallable(run::next);
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Repeat interrupted) {
      // resilience4j gives up on an interrupted thread before the attempt that would have waited.
      throw attempts.cancelled(ErrorKind.CANCELLED);
    } catch (Exception impossible) {
      throw new AssertionError("Attempts throw no other checked exception", impossible);
    }
  }

  /** The attempts of one call. */
  public interface Attempts<T> {

    /**
     * Makes one attempt.
     *
     * @param number from 1
     * @param waited how long the call waited for it
     * @throws LlmException if it failed for good
     * @throws Repeat if it failed and is to be repeated
     */
    T attempt(int number, Duration waited) throws Repeat;

    /** The exception of a call that was cancelled while it waited. */
    LlmException cancelled(ErrorKind reason);
  }

  /** An attempt failed and is to be repeated after a wait. */
  public static final class Repeat extends Exception {
    private static final long serialVersionUID = 1L;

    private final Duration wait;

    /** Asks for the next attempt after this wait. */
    public Repeat(Duration wait) {
      super(null, null, false, false);
      this.wait = wait;
    }
  }

  private static final class Run<T> {
    private final Attempts<T> attempts;
    private final Cancellation cancellation;
    private final Waiter waiter;
    private Duration wait = Duration.ZERO;
    private int number;

    Run(Attempts<T> attempts, Cancellation cancellation, Waiter waiter) {
      this.attempts = attempts;
      this.cancellation = cancellation;
      this.waiter = waiter;
    }

    T next() throws Repeat {
      if (number > 0) {
        pause();
      }
      number++;
      try {
        return attempts.attempt(number, wait);
      } catch (Repeat repeat) {
        wait = repeat.wait;
        throw repeat;
      }
    }

    private void pause() {
      boolean passed;
      try {
        passed = waiter.await(wait, cancellation);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw attempts.cancelled(ErrorKind.CANCELLED);
      }
      if (!passed) {
        ErrorKind reason = cancellation.reason();
        throw attempts.cancelled(reason == null ? ErrorKind.CANCELLED : reason);
      }
    }
  }
}
