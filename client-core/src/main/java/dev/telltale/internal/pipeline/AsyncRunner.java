package dev.telltale.internal.pipeline;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Gives each async call the one thread it runs on for as long as it takes. Thread-safe. */
interface AsyncRunner {

  /**
   * Has the call run, at once or as soon as it may.
   *
   * @throws RejectedExecutionException if as many run and wait as may
   */
  void submit(AsyncCall<?> call);

  /** The call need not run any more. */
  default void withdraw(AsyncCall<?> call) {}

  /** A runner on the user's threads. */
  static AsyncRunner on(Executor executor) {
    return executor::execute;
  }
}
