package dev.telltale.internal.pipeline;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The answer of an async call. Whoever else completes it, by cancelling or by a timeout, ends the
 * call. What depends on it is run in the context of the call.
 */
final class CallFuture<T> extends CompletableFuture<T> {
  private final Context context;
  private final Runnable stop;

  /** Set before the call is stopped, so that the call's own end does not come first. */
  private volatile boolean overruled;

  CallFuture(Context context, Runnable stop) {
    this.context = context;
    this.stop = stop;
  }

  /** The call brought an answer. */
  void answered(T response) {
    if (!overruled) {
      inContext(() -> super.complete(response));
    }
  }

  /** The call failed. */
  void failed(Throwable failure) {
    if (!overruled) {
      inContext(() -> super.completeExceptionally(failure));
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    return overrule(() -> super.cancel(mayInterruptIfRunning));
  }

  @Override
  public boolean complete(T response) {
    return overrule(() -> super.complete(response));
  }

  @Override
  public boolean completeExceptionally(Throwable failure) {
    return overrule(() -> super.completeExceptionally(failure));
  }

  @Override
  public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
    executor.execute(() -> completeFrom(supplier));
    return this;
  }

  @Override
  public void obtrudeValue(T response) {
    stop.run();
    super.obtrudeValue(response);
  }

  @Override
  public void obtrudeException(Throwable failure) {
    stop.run();
    super.obtrudeException(failure);
  }

  private void completeFrom(Supplier<? extends T> supplier) {
    if (isDone()) {
      return;
    }
    try {
      complete(supplier.get());
    } catch (Throwable failure) {
      // As the JDK does it: whatever the supplier throws is the outcome.
      completeExceptionally(failure);
    }
  }

  private boolean overrule(BooleanSupplier completion) {
    if (isDone()) {
      return completion.getAsBoolean();
    }
    overruled = true;
    boolean completed = false;
    try {
      stop.run();
    } finally {
      completed = inContext(completion);
    }
    return completed;
  }

  @SuppressWarnings("try") // The scope is for its close.
  private boolean inContext(BooleanSupplier completion) {
    try (Scope current = context.makeCurrent()) {
      return completion.getAsBoolean();
    }
  }
}
