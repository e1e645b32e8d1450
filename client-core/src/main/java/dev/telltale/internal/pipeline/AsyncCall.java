package dev.telltale.internal.pipeline;

import dev.telltale.ErrorKind;
import dev.telltale.internal.retry.Cancellation;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * A call that runs on another thread than the one that asked for it, in the context of the latter.
 * It runs once, and its future completes, whatever becomes of the executor.
 *
 * <p>A call that gets no thread, because it was refused or ended before, is run where that was
 * noticed: as it is cancelled, it sends nothing, and telemetry sees it like any other.
 */
final class AsyncCall<T> implements Runnable {
  private final RunningCall running;
  private final Executor executor;
  private final Context context;
  private final Supplier<T> work;
  private final CallFuture<T> future;
  private final AtomicBoolean begun = new AtomicBoolean();

  AsyncCall(RunningCall running, Executor executor, Context context, Supplier<T> work) {
    this.running = running;
    this.executor = executor;
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

  /** Ends the call, and its future as cancelled. */
  void cancel() {
    future.cancel(false);
  }

  /** Hands the call to the executor. */
  void submit() {
    cancellation().onCancel(this::withdraw);
    try {
      executor.execute(this);
    } catch (RuntimeException | Error refused) {
      // Errors too: an executor that cannot have one more thread throws one.
      cancellation().cancel(ErrorKind.REJECTED);
      run();
    }
  }

  @Override
  @SuppressWarnings("try") // The scope is for its close.
  public void run() {
    if (!begun.compareAndSet(false, true)) {
      return;
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
    if (executor instanceof AsyncRunner own) {
      own.remove(this);
    }
    if (cancellation().reason() == ErrorKind.CLIENT_CLOSED) {
      // What depends on the future must not hold up the thread that closes the client.
      future.defaultExecutor().execute(this);
    } else {
      run();
    }
  }
}
