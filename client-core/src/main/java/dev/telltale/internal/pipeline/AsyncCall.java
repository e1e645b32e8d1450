package dev.telltale.internal.pipeline;

import dev.telltale.ErrorKind;
import dev.telltale.internal.retry.Cancellation;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A call that runs on another thread than the one that asked for it, in the context of the latter.
 * It runs once, and its future completes, whatever becomes of the executor.
 *
 * <p>A call that gets no thread, because it was refused or ended before, is run where that was
 * noticed: as it is cancelled, it sends nothing, and telemetry sees it like any other.
 */
final class AsyncCall<T> implements Runnable {
  private final RunningCall running;
  private final AsyncRunner runner;
  private final Context context;
  private final Supplier<T> work;
  private final CallFuture<T> future;
  private final AtomicBoolean begun = new AtomicBoolean();

  /** Done with true when the call's time is up, with false when it begins; null if it need not. */
  private volatile @Nullable CompletableFuture<Boolean> expiry;

  AsyncCall(RunningCall running, AsyncRunner runner, Context context, Supplier<T> work) {
    this.running = running;
    this.runner = runner;
    this.context = context;
    this.work = work;
    this.future = new CallFuture<>(context, () -> cancellation().cancel(ErrorKind.CANCELLED));
  }

  /** Its answer, once there is one. */
  CompletableFuture<T> future() {
    return future;
  }

  /** The one way to end it, beside its future. */
  Cancellation cancellation() {
    return running.cancellation();
  }

  /** Its place among the calls of the client. */
  CallQueue.Place place() {
    return running.place();
  }

  /** Ends the call, and its future as cancelled. */
  void cancel() {
    future.cancel(false);
  }

  /** Has the call get its thread. */
  void submit() {
    cancellation().onCancel(this::withdraw);
    try {
      runner.submit(this);
    } catch (RuntimeException | Error refused) {
      // Errors too: an executor that cannot have one more thread throws one.
      cancellation().cancel(ErrorKind.REJECTED);
      run();
    }
  }

  /** Ends the call once its time is up, unless it began by then. */
  void expireInQueue() {
    CompletableFuture<Boolean> timer = new CompletableFuture<>();
    CompletableFuture<Void> ignored =
        timer.thenAccept(
            expired -> {
              if (expired) {
                future.defaultExecutor().execute(this::expire);
              }
            });
    expiry = timer;
    long nanos = running.deadline().remaining().toNanos();
    timer.completeOnTimeout(true, nanos, TimeUnit.NANOSECONDS);
    if (begun.get()) {
      timer.complete(false);
    }
  }

  /** Ends the call, which waited, as there is no thread for it; not on the thread that found so. */
  void refuse() {
    future.defaultExecutor().execute(() -> cancellation().cancel(ErrorKind.REJECTED));
  }

  @Override
  @SuppressWarnings("try") // The scope is for its close.
  public void run() {
    if (!begun.compareAndSet(false, true)) {
      return;
    }
    CompletableFuture<Boolean> timer = expiry;
    if (timer != null) {
      timer.complete(false);
    }
    running.dequeued();
    try (Scope current = context.makeCurrent()) {
      future.answered(work.get());
    } catch (Throwable failure) {
      // Whatever it is: there is nobody else to tell, and nobody may wait for ever.
      future.failed(failure);
    }
  }

  /** The call was cancelled before it began. */
  private void withdraw() {
    runner.withdraw(this);
    if (cancellation().reason() == ErrorKind.REJECTED) {
      run();
    } else {
      // Interceptors, and what depends on the future, must not hold up the thread that cancels.
      future.defaultExecutor().execute(this);
    }
  }

  /** Nothing is sent without time for it, wherever the call is run. */
  private void expire() {
    runner.withdraw(this);
    run();
  }
}
